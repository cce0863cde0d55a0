"""The keys of a case and what each holds: the reader takes no others, and the reference and the schema are written from here."""

from fractions import Fraction

SCHEMA_VERSION = "1"
CODES = ("rxcui", "atc", "ndc")
SEXES = ("female", "male", "other", "unknown")
PREGNANT = ("yes", "no", "unknown", "true", "false")
OTHER_CAUSES = ("considered", "not_considered")
UNREAD = ("published", "source", "source_quality", "flags", "notes")  # kept in a case file, and ignored
EXAMINATION_UNREAD = ("notes",)
MOST_DAYS = 55_000  # more than a life has
LIMITS: dict[str, tuple[Fraction | int, Fraction | int]] = {
    "age": (0, 130),
    "weight": (Fraction(1, 5), 700),
    "gestation_weeks": (0, 45),
    "postpartum_days": (0, 2000),
    "hours_from_trigger_to_onset": (0, 100_000),
}
SETTINGS = ("operating_room", "emergency", "ward", "psychiatry", "primary_care", "home")
METABOLIZERS = ("poor", "intermediate", "normal", "ultrarapid", "unknown")

CASE_KEYS = {
    "schema_version": "`1`, or left out",
    "id": "a text by which the answer is told from others",
    "as_of": "the moment of assessment: a date, or a date and time; needed where a date stands anywhere else",
    "patient": "who the patient is, below",
    "medications": "the list, below; `[]` says that nothing is taken, left out says that nobody asked",
    "proposed": "drugs that somebody wants to start, in the same form",
    "tolerated": "pairs of names that the patient took together before, unharmed, such as `[[sertraline, trazodone]]`",
    "setting": f"where the patient is: {', '.join(SETTINGS)}",
    "country": "two letters, such as US, for the number of the poison center",
    "monitored": "names of drugs that are watched already, such as `lithium`; a pair with one of them may be a step quieter",
    "onset": "when the signs began: days before `as_of`, a date, or a date and time",
    "hours_from_trigger_to_onset": "hours between the drug and the first sign",
    "other_causes": "`considered` or `not_considered`",
    "baseline": "ids of findings that were there before",
    "examined_under": "what may hide signs, such as sedation or paralysis",
    "findings": "for each finding `present`, `absent` or `cannot_examine`; left out is not examined",
    "vitals": "measurements, below",
    "labs": "measurements, below",
    "ecg": "measurements, below",
    "examinations": "earlier examinations, each with `at` and its own findings and measurements",
}

PATIENT_KEYS = {
    "age": "years, parts of a year for an infant",
    "sex": "female, male, other or unknown",
    "weight": "kg",
    "pregnant": "yes, no or unknown",
    "gestation_weeks": "weeks",
    "postpartum_days": "days since the patient gave birth",
    "conditions": "texts; some are read by rules, any other is noted and named as not reasoned about",
    "history": "texts, in the same way",
    "cyp2d6": f"how the patient metabolizes: {', '.join(METABOLIZERS)}",
    "cyp2c19": f"how the patient metabolizes: {', '.join(METABOLIZERS)}",
}

EXAMINATION_KEYS = {
    "at": "when it was, in the same way as `onset`",
    "findings": "as of a case",
    "vitals": "as of a case",
    "labs": "as of a case",
    "ecg": "as of a case",
}

CASES_KEYS = {
    "schema_version": "`1`, or left out",
    "cases": "the cases, each with an `id` of its own",
    "as_of": "the moment of assessment of each case that has none of its own",
}

MEDICATION_KEYS = {
    "name": "the drug as it was written: generic, brand, class or code name, with or without its strength",
    "rxcui": "its RxNorm code",
    "atc": "its ATC code",
    "ndc": "its NDC code",
    "daily_dose": "the dose of a day, as a text such as 50 mg",
    "dose": "the dose as it is charted, where it is not that of a day",
    "route": "a text",
    "started": "days before `as_of`, a date, or a date and time; negative days lie ahead",
    "increased": "when the dose last went up, in the same way",
    "increased_from": "the daily dose before that rise, such as 25 mg",
    "stopped": "in the same way, or `unknown` where it was stopped on a day that nobody knows",
    "overdose": "yes or no",
    "prn": "yes where it is taken only at need",
    "serotonergic": "`none`, where you assert it of a drug that is not known here",
}


def country_code(text: str) -> str | None:
    """The code of a country that a text writes in two letters, empty where it is empty, None where it is no code; UK is GB.

    Example:
        >>> country_code(" us "), country_code("UK"), country_code("Germany")
        ('US', 'GB', None)
    """
    code = text.strip().upper() if text.isascii() else text
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        return None
    return "GB" if code == "UK" else code
