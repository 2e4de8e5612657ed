"""Family K0: the file itself and its YAML; reported while reading."""

from __future__ import annotations

from norprem.findings import Severity
from norprem.rules.table import Manual, reported, rules_in

unreadable_file = reported(
    "K001",
    "unreadable-file",
    Severity.ERROR,
    nb=Manual(
        what="Filen kan ikke leses. Systemet svarer: `{reason}`.",
        why="Det som står i filen, kommer ikke med på nettstedet.",
        how="Se etter at filen finnes, at den er en vanlig fil og ikke en snarvei, og at du har tilgang til å lese"
        " den.",
    ),
    en=Manual(
        what="The file cannot be read. The system answers: `{reason}`.",
        why="What the file says does not reach the site.",
        how="Make sure that the file exists, that it is an ordinary file and not a shortcut, and that you may read it.",
    ),
)

file_too_large = reported(
    "K002",
    "file-too-large",
    Severity.ERROR,
    nb=Manual(
        what="Filen er større enn {limit} kB.",
        why="En kursfil er sjelden på mer enn 10 kB. En så stor fil har trolig fått med noe som ikke hører hjemme her.",
        how="Ta bort bilder og innlimte dokumenter. Lenk heller til dem: `url: https://www.uib.no/studier/MAMD-HELSE`.",
    ),
    en=Manual(
        what="The file is larger than {limit} kB.",
        why="A course file is rarely more than 10 kB. A file this large probably holds something that does not"
        " belong here.",
        how="Take out pictures and pasted documents. Link to them instead: `url:"
        " https://www.uib.no/studier/MAMD-HELSE`.",
    ),
)

not_utf_8 = reported(
    "K003",
    "not-utf-8",
    Severity.ERROR,
    nb=Manual(
        what="Filen er ikke lagret som UTF-8. Det første tegnet som ikke lar seg lese, har verdien {byte}.",
        why="Bokstaver som æ, ø og å blir til uleselige tegn.",
        how="Åpne filen i redigeringsprogrammet, velg «Lagre som» og deretter tegnkodingen UTF-8.",
    ),
    en=Manual(
        what="The file is not saved as UTF-8. The first character that cannot be read has the value {byte}.",
        why="Letters such as æ, ø and å turn into unreadable characters.",
        how="Open the file in your editor, choose “Save as”, and then the encoding UTF-8.",
    ),
)

byte_order_mark = reported(
    "K004",
    "byte-order-mark",
    Severity.ERROR,
    nb=Manual(
        what="Filen begynner med et usynlig merke (BOM).",
        why="Noen programmer leser merket som en del av det første feltnavnet og finner ikke feltet.",
        how="Lagre filen på nytt med tegnkodingen «UTF-8», ikke «UTF-8 med BOM».",
    ),
    en=Manual(
        what="The file begins with an invisible mark (BOM).",
        why="Some programs read the mark as part of the first field name and do not find the field.",
        how="Save the file again with the encoding “UTF-8”, not “UTF-8 with BOM”.",
    ),
)

windows_line_endings = reported(
    "K005",
    "windows-line-endings",
    Severity.ERROR,
    nb=Manual(
        what="Filen har Windows-linjeskift (CR).",
        why="Neste gang noen lagrer filen, ser hver eneste linje ut til å være endret. Da blir det vanskelig å se"
        " hva som faktisk er nytt.",
        how="Velg linjeskiftet LF og lagre. I Visual Studio Code klikker du på «CRLF» nederst til høyre og velger"
        " «LF».",
    ),
    en=Manual(
        what="The file has Windows line endings (CR).",
        why="The next time somebody saves the file, every single line seems to have changed, and it is hard to see"
        " what is really new.",
        how="Choose the line ending LF and save. In Visual Studio Code, click “CRLF” at the bottom right and choose"
        " “LF”.",
    ),
)

tab = reported(
    "K006",
    "tab",
    Severity.ERROR,
    nb=Manual(
        what="Linjen inneholder et tabulatortegn.",
        why="I YAML bestemmer mellomrommene hva som hører sammen. En tabulator kan gjøre filen uleselig.",
        how="Bytt tabulatoren ut med mellomrom, to for hvert nivå: `  nb: Medisinsk genetikk`.",
    ),
    en=Manual(
        what="The line contains a tab.",
        why="In YAML the spaces decide what belongs together. A tab can make the file unreadable.",
        how="Replace the tab by spaces, two for each level: `  nb: Medisinsk genetikk`.",
    ),
)

turning_character = reported(
    "K007",
    "turning-character",
    Severity.ERROR,
    nb=Manual(
        what="Linjen inneholder {character}, et usynlig tegn som styrer leseretningen.",
        why="Tegnet kan få en tekst eller en adresse til å se ut som en annen enn den er.",
        how="Slett linjen og skriv den på nytt. Slike tegn følger ofte med når tekst er limt inn.",
    ),
    en=Manual(
        what="The line contains {character}, an invisible character that turns the direction of reading.",
        why="It can make a text or an address look like another one than it is.",
        how="Delete the line and type it again. Such characters often come with pasted text.",
    ),
)

control_character = reported(
    "K008",
    "control-character",
    Severity.ERROR,
    nb=Manual(
        what="Linjen inneholder styretegnet {character}.",
        why="Styretegn er usynlige, men kan ødelegge nettsider og kalenderfiler.",
        how="Slett linjen og skriv den på nytt. Slike tegn følger ofte med når tekst er limt inn fra et annet program.",
    ),
    en=Manual(
        what="The line contains the control character {character}.",
        why="Control characters are invisible but can break web pages and calendar files.",
        how="Delete the line and type it again. Such characters often come with text pasted from another program.",
    ),
)

yaml_syntax = reported(
    "K009",
    "yaml-syntax",
    Severity.ERROR,
    nb=Manual(
        what="Filen er ikke gyldig YAML. Leseprogrammet melder: `{problem}`.",
        why="Ingenting i filen kan leses før dette er rettet.",
        how="Se på denne linjen og linjen over. De vanlige årsakene er ulikt innrykk, at mellomrommet etter kolon"
        ' mangler (`nb: Kurs`), og at en tekst med kolon mangler anførselstegn (`nb: "Genetikk: en innføring"`).',
    ),
    en=Manual(
        what="The file is not valid YAML. The reading program says: `{problem}`.",
        why="Nothing in the file can be read until this has been mended.",
        how="Look at this line and the one above. The usual causes are uneven indentation, a missing space after a"
        ' colon (`en: Course`), and a text with a colon that lacks quotation marks (`en: "Genetics: an'
        ' introduction"`).',
    ),
)

empty_file = reported(
    "K010",
    "empty-file",
    Severity.ERROR,
    nb=Manual(
        what="Filen er tom.",
        why="En tom fil ser ut som noe som er lagt inn, men den gir ingen side.",
        how="Fyll ut filen etter malen i `_templates/`, eller slett den. Begynn for eksempel med `id:"
        " medisinsk-genetikk`.",
    ),
    en=Manual(
        what="The file is empty.",
        why="An empty file looks like something that has been entered, but no page comes of it.",
        how="Fill in the file after the template in `_templates/`, or delete it. Begin with, say, `id:"
        " medical-genetics`.",
    ),
)

more_than_one_document = reported(
    "K011",
    "more-than-one-document",
    Severity.ERROR,
    nb=Manual(
        what="Her begynner et nytt dokument i den samme filen.",
        why="Bare det første ville ha blitt lest. Resten ville ha blitt borte uten at noen merket det.",
        how="Slett linjen `---`, eller flytt det som står under den, til en egen fil.",
    ),
    en=Manual(
        what="A new document begins here within the same file.",
        why="Only the first one would be read. The rest would be lost without anybody noticing.",
        how="Delete the line `---`, or move what stands below it to a file of its own.",
    ),
)

alias_or_anchor = reported(
    "K012",
    "alias-or-anchor",
    Severity.ERROR,
    nb=Manual(
        what="Verdien begynner med `&` eller `*`. I YAML betyr det en henvisning til en annen linje.",
        why="Den som leser filen, må lete et annet sted for å se hva som gjelder, og en liten fil kan bli enorm.",
        how="Skriv verdien der den gjelder. Skal teksten begynne med et slikt tegn, setter du den i anførselstegn:"
        ' `nb: "*2 og andre varianter av CYP2C19"`.',
    ),
    en=Manual(
        what="The value begins with `&` or `*`. In YAML that means a reference to another line.",
        why="Whoever reads the file must look elsewhere to see what holds, and a small file can become enormous.",
        how="Write the value where it holds. If the text is to begin with such a character, put it in quotation"
        ' marks: `en: "*2 and other variants of CYP2C19"`.',
    ),
)

tag = reported(
    "K013",
    "tag",
    Severity.ERROR,
    nb=Manual(
        what="Verdien begynner med `!`. I YAML betyr det at den er av en egen type.",
        why="Her er alle verdier vanlig tekst. En egen type kan skjule hva som egentlig står der.",
        how="Ta bort ordet med utropstegnet. Hører utropstegnet til teksten, setter du den i anførselstegn: `nb:"
        ' "!Husk påmelding"`.',
    ),
    en=Manual(
        what="The value begins with `!`. In YAML that means it is of a type of its own.",
        why="Here all values are plain text. A type can hide what is really there.",
        how="Take out the word with the exclamation mark. If the mark belongs to the text, put it in quotation"
        ' marks: `en: "!Remember to register"`.',
    ),
)

merge_key = reported(
    "K014",
    "merge-key",
    Severity.ERROR,
    nb=Manual(
        what="Linjen bruker `<<` til å hente felt fra et annet sted.",
        why="Den som leser filen, ser ikke hvilke verdier som gjelder.",
        how="Slett linjen og skriv feltene der de gjelder: `level: master`.",
    ),
    en=Manual(
        what="The line uses `<<` to fetch fields from elsewhere.",
        why="Whoever reads the file cannot see which values hold.",
        how="Delete the line and write the fields where they hold: `level: master`.",
    ),
)

key_is_not_text = reported(
    "K015",
    "key-is-not-text",
    Severity.ERROR,
    nb=Manual(
        what="Foran kolonet står det ikke noe feltnavn.",
        why="Uten et navn er det umulig å vite hva verdien gjelder.",
        how="Skriv feltnavnet, kolon, mellomrom og så verdien: `level: master`.",
    ),
    en=Manual(
        what="There is no field name before the colon.",
        why="Without a name nobody can tell what the value is about.",
        how="Write the field name, a colon, a space and then the value: `level: master`.",
    ),
)

nested_too_deep = reported(
    "K016",
    "nested-too-deep",
    Severity.ERROR,
    nb=Manual(
        what="Her ligger det mer enn {limit} nivåer inni hverandre.",
        why="Ingen fil her trenger mer enn seks. Som regel er innrykket eller en parentes feil.",
        how="Rett innrykket etter malen i `_templates/`: to mellomrom for hvert nivå, som i `  nb: Medisinsk"
        " genetikk`.",
    ),
    en=Manual(
        what="There are more than {limit} levels inside each other here.",
        why="No file here needs more than six. As a rule, an indentation or a bracket is wrong.",
        how="Correct the indentation after the template in `_templates/`: two spaces for each level, as in `  en:"
        " Medical genetics`.",
    ),
)

duplicate_key = reported(
    "K017",
    "duplicate-key",
    Severity.ERROR,
    nb=Manual(
        what="Feltet `{key}` står to ganger. Det står også på linje {first}.",
        why="Ingen kan vite hvilken av de to verdiene som gjelder.",
        how="Slett den ene linjen. Skal begge verdiene med, slår du dem sammen: `audience: [nurse, gp]`.",
    ),
    en=Manual(
        what="The field `{key}` is there twice. It is also on line {first}.",
        why="Nobody can tell which of the two values holds.",
        how="Delete one of the lines. If both values are meant, put them together: `audience: [nurse, gp]`.",
    ),
)

file_nobody_reads = reported(
    "K018",
    "file-nobody-reads",
    Severity.ERROR,
    nb=Manual(
        what="Filen `{file}` blir ikke lest.",
        why="Bare filer med riktig plass og navn kommer med på nettstedet. Resten ville ha manglet uten at noen"
        " merket det.",
        how="Legg kurs i `courses/<region>/<id>.yaml` og personer og enheter i `people/<region>/<id>.yaml`. Endelsen"
        " er `.yaml`, ikke `.yml`. Slett filen hvis den ikke hører hjemme her.",
    ),
    en=Manual(
        what="The file `{file}` is not read.",
        why="Only files with the right place and name reach the site. The rest would be missing without anybody"
        " noticing.",
        how="Put courses in `courses/<region>/<id>.yaml`, and people and units in `people/<region>/<id>.yaml`. The"
        " ending is `.yaml`, not `.yml`. Delete the file if it does not belong here.",
    ),
)

missing_file = reported(
    "K019",
    "missing-file",
    Severity.ERROR,
    nb=Manual(
        what="Filen `{file}` mangler.",
        why="Nettstedet kan ikke lages uten den, og kontrollen vet ikke hvilke verdier som finnes.",
        how="Hent filen tilbake fra historikken, for eksempel slik: `git checkout HEAD -- curricula/providers.yaml`.",
    ),
    en=Manual(
        what="The file `{file}` is missing.",
        why="The site cannot be made without it, and the check does not know which values there are.",
        how="Fetch the file back from the history, for example like this: `git checkout HEAD --"
        " curricula/providers.yaml`.",
    ),
)

link_out_of_the_catalogue = reported(
    "K020",
    "link-out-of-the-catalogue",
    Severity.ERROR,
    nb=Manual(
        what="Filen er en lenke til noe utenfor kunnskapsbasen.",
        why="Det lenken peker på, følger ikke med når andre henter filene, og kan være noe som ikke skal vises.",
        how="Slett lenken og lag en vanlig fil med samme navn og innhold.",
    ),
    en=Manual(
        what="The file is a link to something outside the catalogue.",
        why="What it points to does not come along when others fetch the files, and may be something not to be shown.",
        how="Delete the link and make an ordinary file with the same name and content.",
    ),
)

RULES = rules_in(globals())
