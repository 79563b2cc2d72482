"""Five hundred certificates as they may come: names of many kinds, long and two-line titles; always the same ones."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

import msgspec

from academy.codes import new_serial
from certificates.document import CertificateFacts
from tests.certificates.certificate_cast import CASTANEDA

_NAMES = (
    "Maria Elena|José|Zoë|Łukasz|Żaneta|Wojciech|Siobhán|Ó|Seán Pádraig|Kaʻiulani|Keʻala|Nguyễn Thị|Trần Văn|Đặng Hữu|"
    "Phạm Quốc|Anne-Marie|Jean-Luc|D'Andre|O|J. R.|Björn|Åse|Çağla|Ștefan|Dvořák|Ngô|Aoife|Mairéad|Ffion|Office|Filip|"
    "Tõnu|Ingibjörg|Þóra"
)
_FAMILIES = (
    "Castañeda-Okonkwo|Żółkiewski|Śmigły-Rydz|Ó Súilleabháin|Mac Giolla Phádraig|Kamehameha|Kaʻahumanu|Phương Thảo|"
    "Bảo Châu|Nguyệt Ánh|Quỳnh Như|Wolfeschlegelstein-Bergen|O'Brien-Fitzgerald|X|Li|Featherstonehaugh|van der Berg|"
    "de la Cruz y Ortega|Ðorđević|Sigurðardóttir|Müller-Lüdenscheidt|Ng"
)
_SUFFIX = ("", "", "", "", " Jr.", " III", ", Esq.", " Sr.")
_RANK = ("Officer", "Sergeant", "Detective First Class", "Lieutenant", "Crime Analyst", "")
_AGENCY = (
    *("Metropolitan Police Department", "Baltimore Police Department", "St. Mary’s County Sheriff’s Office"),
    *("Office of the State’s Attorney for Prince George’s County, Firearms Prosecution Unit", "ATF", ""),
)
_COURSES = (
    ("Tracing and NIBIN: What a Crime Gun Can Tell", "tracing-and-nibin", 95, ("Crime guns",)),
    (
        "Tracing, Ballistic Imaging and the Timely Investigation of Crime Guns Across Jurisdictions",
        *("crime-guns-across-jurisdictions", 960, ("Crime guns", "Investigations", "Intelligence and analysis")),
    ),
    ("Court", "court", 50, ()),
    ("Führung und Résumé: Señales, Łódź, Hawaiʻi", "names-abroad", 1, ("Leadership",)),
)


def corpus(count: int = 500) -> Iterator[CertificateFacts]:
    """The first `count` certificates of the corpus; which name, course and day they have depends on nothing else."""
    random = Random(20261126)  # the corpus must be the same each time
    names, families = _NAMES.split("|"), _FAMILIES.split("|")
    for _ in range(count):
        title, code, minutes, categories = random.choice(_COURSES)
        day = date(2026, 1, 1) + timedelta(days=random.randrange(360))
        serial = new_serial(random.randbytes)
        yield msgspec.structs.replace(
            CASTANEDA,
            holder_name=random.choice(names) + " " + random.choice(families) + random.choice(_SUFFIX),
            rank_and_agency=" · ".join(filter(None, (random.choice(_RANK), random.choice(_AGENCY)))),
            course_title=title,
            course_code=code,
            minutes=minutes,
            categories=categories,
            completed_on=day,
            issued_at=datetime(day.year, day.month, day.day, random.randrange(24), 5, tzinfo=UTC),
            serial=serial,
            verify_url=f"https://academy.example/V/{serial}",
            percent=random.choice((None, None, 80, 100)),
        )
