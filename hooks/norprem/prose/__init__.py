"""A text people read: its blocks and sentences, the marks in it, how hard it is, whether its translation holds."""
