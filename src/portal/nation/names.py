"""Names of people who do not exist: invented family names, everyday given names, several scripts."""

# ruff: noqa: RUF001 -- letters of other scripts that look like Latin ones are meant here

_GIVEN = """
Abigail Adaeze Aiko Aisling Alba Alejandra Ama Amparo Anaïs Andrei Anselm Ariadne Arjun Åsa Asha Astrid
Aurelio Ayşe Babatunde Beatriz Benedikt Björn Bogdan Brannoc Brígida Caio Calliope Camille Carys Cecília
Chidi Chloë Cillian Clementine Conchita Cosmin Dagny Dalia Daiki Damián Darnell Delphine Desta Devika
Dilnoza Dmitri Dorothea Ebony Edmund Efua Eilidh Elif Eliška Emeka Enrique Erzsébet Esperanza Étienne
Eulalia Fábio Fatoumata Félicité Fenella Fikile Fiona Florian Freya Gáspár Genoveva Ghislaine Giulia
Goran Gráinne Greta Gwendolyn Halcyon Hana Harriet Héctor Hedvig Hiroko Ignacio Ilse Imani Ines Ingeborg
Ioana Isidro Ivo Jacinta Jarek Jelena Joaquín Jolanta Josefa Jürgen Kailani Kalinda Karol Katinka Keziah
Kofi Kwame Laszlo Leocadia Liesel Lina Ljubica Lorcan Lucasta Ludmila Maëlle Magnus Maja Marisol Matthias
Mbali Mercedes Mirela Moana Nadezhda Naoko Nefeli Nerys Ngozi Niamh Nikolai Nyah Obadiah Océane Odalys
Olamide Oluwaseun Ottilie Pádraig Paloma Parveen Perpetua Piotr Quirino Rafaela Ragnhild Remedios Renske
Rohan Rosalind Ruairí Sabela Sachiko Saoirse Séverine Sienna Siobhán Solveig Søren Svetlana Tadeusz
Tamsin Tanisha Thandiwe Thaddeus Tobiah Tomás Ulrika Urszula Valérie Venetia Vidar Viorica Wanjiru
Wilhelmina Xiomara Yaretzi Yelena Ysolde Zbigniew Zofia Zuri
"""

_FAMILY = """
Abelwick Achterholt Adebrook Aldermoor Alvésar Amberley-Quist Anstrow Appledown Arrowsett Ashenfold
Asprilón Averling Balcázaro Banburrow Barleythwaite Bártfalvi Beckenrose Belmontejo Birchinlea Björksand
Blackwillow Boatwrighton Boniforte Borowiańska Bramblecote Brenningway Brísola Broadmerrow Bryndale
Buttermarsh Calderún Candlewick Carrowmoss Castañal Cedarhollow Çelikova Chalkwell Chesterfen Cinderford
Clearbrooke Cobblestow Coldharrow Copperleigh Corvaresco Cotterfield Cranemere Crowhurstley Dandelyon
Darkwater-Finch Dĕdičák Deepdene Delmorovar Dewsbank Dimbleroe Dovetree Drăgulescan Driftwood Dunmarrow
Eastergale Ebbingham Eckersund Elderwain Elmstrother Emberlyn Estrelaço Evenshade Fairweatherby
Fallowmere Featherglen Fennimost Ferncastle Fiddlewood Flintshaw Foxglovar Frostholm Fuenterreal
Galbraythe Gardezábal Gentlebeck Gildersleaf Glasswright Goldenhay Gorsefield Grendelow Greywether
Grimsbeck Halfmoon Harborlight Harrowgate-Ito Hawksbourne Hazelmoor Heatherwick Hedgecombe Hollinsett
Honeychurch Hopestill Ibarrondeza Inglenook Ironbridge-Osei Ivywell Jasperløw Jonquil Juniperson
Kaldström Kestrelby Kindlemark Kirkwhistle Kovásznai Lambswold Lanternway Larkspurr Leafcutter Lindenquay
Littlewater Lochranza Łąkowiecka Magpiere Mallowdene Maplethorn Marigoldin Marrowell Meadowcraft
Merriwinter Millpondé Mistlethrush Moonraker Mossingway Mulberrin Nettlecombe Nightinger Nkembari
Northolme Oakhollow Ocheltrell Oldershore Orchardson Osprescott Otterbourn Paddockson Palomarejo
Partridgely Pebbleshore Penhallowin Periwinkley Pfefferkrautner Pinecrest-Abara Plumtreeham Quailstone
Quicksilva Quillfeather Rainesford Ravensgill Redfernley Riverstanton Rookwhistle Rosenhügel Rowanberrie
Rushwater Saltmarsh Sandpiperly Sedgebrook Seleņovska Shadowfen Silvercroft Skylarkin Snowberrie
Sparrowmede Springettle Starlingford Stonecropley Sunderwick Swallowtail Sweetbriarly Tamarrindo
Tanglewood Thistledown Thornquist Tidewater Tøndershave Tumblebrook Umberleigh Underhillock Vallehermozo
Velvetgrass Věžníková Vinterhagen Wagtaille Waterlilly Weatherwax Westerleaf Wheatenby Whistledown
Willowherb Windermarsh Wintergreene Woodruffian Wrenfield Yarrowsmith Yellowhammer Zaragozáez Zephyrin
"""

# Names in other scripts are drawn together, so that nobody's two names are in different ones.
_OTHER_SCRIPTS = (
    (
        "Олена Тарас Богдана Мирослав Ярина Остап",
        "Вітряненко Калиноцвіт Медобориченко Снігоцвітова Перепеличук",
    ),
    ("Αριάδνη Λεωνίδας Ευτυχία Θεόφιλος Μελίνα", "Αμπελοκηπίδης Θαλασσινάκη Πευκοδασίτης Λυχναρίδου"),
    ("ليلى سليم نورة فارس ياسمين", "الزيتوناوي البحيراني الياسمينجي القمرواي"),
    ("明月 春海 星河 雨桐", "欧阳竹 司马岭 诸葛溪 上官桥"),
    ("मीरा अर्जुन तारा रोहन", "चंद्रवनिया सरोवरकर पुष्पगिरिया"),
)
_SHARE_OTHER_SCRIPTS = 50  # one in so many people

GIVEN = tuple(_GIVEN.split())
FAMILY = tuple(_FAMILY.split())
OTHER_SCRIPTS = tuple((tuple(given.split()), tuple(family.split())) for given, family in _OTHER_SCRIPTS)
_PAIRS = len(GIVEN) * len(FAMILY)
_STEP = 15_485_863  # a prime above every list, so a serial number walks through all pairs


def full_name(serial: int, start: int) -> str:
    """The name of the n-th person; the first 30,000 in Latin script all differ."""
    if serial % _SHARE_OTHER_SCRIPTS == _SHARE_OTHER_SCRIPTS - 1:
        turn = serial // _SHARE_OTHER_SCRIPTS
        given, family = OTHER_SCRIPTS[turn % len(OTHER_SCRIPTS)]
        pair = turn // len(OTHER_SCRIPTS)
        return f"{given[pair % len(given)]} {family[pair // len(given) % len(family)]}"
    again, place = divmod(serial, _PAIRS)
    place = (start + place * _STEP) % _PAIRS
    first, last = divmod(place, len(FAMILY))
    middle = f" {GIVEN[(first + 7 * again) % len(GIVEN)]}" if again else ""
    return f"{GIVEN[first]}{middle} {FAMILY[last]}"
