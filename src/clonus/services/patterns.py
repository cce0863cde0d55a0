"""The signs of order sentences as patterns over folded text: strengths, doses, frequencies, dates and codes of dispensing."""

import re

_NUMBER = r"\d+(?:[.,]\d+)*(?:\s*/\s*\d+)?"
_UNIT = r"(?:mg[sg]?|mcgs?|[µμu]g|micrograms?|milligrams?|gm?|grams?|kg|mls?|cc|l|iu|units?|ui|meq|mmol|%)"
_TIME = r"(?:24\s*h\w*|hours?|hrs?|h|days?|d)"
_PER = rf"\s*/\s*(?:[\d.]+\s*)?(?:{_UNIT}|{_TIME}|actuat\w*|spray|puff|dose|tab\w*)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_UNITS_OF_FORM = r"(?:tab|cap|pill|comp|tbl|cpr|cp|kps|puff|spray|drop)"

STRENGTH = re.compile(rf"(?<![\w.])(?:{_NUMBER}\s*(?:-|to)\s*)?{_NUMBER}\s*{_UNIT}?(?:{_PER})*(?![\w-])(?!\.\d)")
_DOSE_UNIT = r"(?:mg[sg]?|mcgs?|[µμu]g|micrograms?|milligrams?|gm?|grams?|mls?|cc|iu|units?|ui|meq|mmol)"
DOSE = re.compile(rf"(?<![\w.])(?<!max )(?<!maximum )({_NUMBER})(?:\s*-\s*({_NUMBER}))?\s*({_DOSE_UNIT})({_PER})?(?![\w-])")
COUNT = re.compile(
    rf"(?<![\w./])(\d+\s?½|\d+ 1/2|1/2|\d+(?:\.\d+)?|½|one|two|three|half)(?:\s*(?:-|to)\s*(\d+))?\s*(?:x\s*)?{_UNITS_OF_FORM}"
)
EVERY = re.compile(
    r"\bq\.?\s*(\d+)(?:\s*-\s*(\d+))?\s*(?:h|hr|hour)"
    r"|\b(?:every|alle|toutes les|cada|ogni)\s+(\d+)(?:\s*(?:-|to)\s*(\d+))?\s*(?:h\b|hr|hour|stunden|heures|horas|ore\b)"
)
TIMES = re.compile(
    r"\b(?P<often>\d+|once|twice|thrice|one|two|three|four|five|six)\s*(?:x|times|×|fois|mal|veces|volte|vezes)?\s*"
    r"(?:(?:/|a|an|per|par|pro|al|por|each|every|am|die)\s*(?P<span>day|d|jour|tag|d[ií]a|die|giorno|week|wk|woche|semaine|semana|settimana|month)\b"
    r"|(?P<adverb>daily|weekly|monthly|täglich|wöchentlich))"
)
GERMAN = re.compile(r"(?<![\d-])(\d|½)-(\d|½)-(\d|½)(?:-(\d|½))?(?![\d-])")
NEEDED = re.compile(
    r"\b(?:p\.?\s?r\.?\s?n\.?|(?:as|if|when) (?:needed|required)|bei bedarf|si besoin|si necesario"
    r"|al bisogno|se necess[aá]rio|zo nodig|vid behov|sos)\b"
)

_AMOUNT = r"\d+(?:[.,]\d+|\s?½|\s1/2)?|½|1/2|half an?|an?|one|two|three|four|five|six|a couple of|a few|several"
AGO = re.compile(
    r"(?<![\w.,/½-])(?:(?P<about>less than|under|almost|nearly|<|over|more than|>|~|about|approx\w*\.?|around|roughly)\s*)?"
    rf"(?P<low>{_AMOUNT})(?:\s*(?:-|to|or)\s*(?P<high>\d+(?:[.,]\d+)?))?\s*"
    r"(?P<unit>hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mos?|years?|yrs?)\s+ago\b"
    r"|\b(?P<word>yesterday|today|this morning|last (?:night|week|month|year))\b"
)
DATE = re.compile(
    r"(?<![\w/.-])("
    r"\d{4}-\d{2}(?:-\d{2})?(?:t\d{2}:\d{2}\S*)?|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})"
    rf"|{_MONTH}\.? (?:\d{{1,2}},? )?\d{{4}}|\d{{1,2}} {_MONTH} \d{{4}}|(?:19|20)\d\d"
    r")(?![\w/-])"
)
DONE = (
    r"(?:stopped|discontinued|self-discontinued|dc'?d|ceased|finished|completed|ended|quit|ran out|on hold|withheld|paused"
    r"|(?:weaned|tapered|came|taken) off|abgesetzt|pausiert|arrêtée?|arretee?|suspendid[oa]|sospes[oa]|stoppet|gestopt)"
)
BEGUN = r"(?:started|begun|began|initiated|commenced|since|seit|depuis|desde|new)"
RESTARTED = re.compile(r"\b(?:re-?start\w*|resum\w+|reinstat\w+|back on|went back|again)\b")
AGAIN = re.compile(
    rf"{RESTARTED.pattern}|\b(?:continu\w+|currently|now|takes|taking|took|taken (?:again|today)|relapsed"
    r"|still|off and on|on and off|(?:morning|evening|am|pm|noon|bedtime|night\w*|second|extra) dose)\b"
)
CHANGED = re.compile(r"\b(?:increas\w+|titrat\w+|raised|doubled|up-?titrat\w+|dose change|changed|added|higher)\b|↑")
SWITCHED = re.compile(r"(?:changed|switched|converted|swapped|replaced)\s+(?:over\s+)?(?:to|with|by|for)\b")
LAST_DOSE = re.compile(r"\b(?:last (?:dose|taken|took|used|intake)|until|till|bis|jusqu'au|hasta)\b[ :]*(?:was|on|about|approx\w*|~)?\s*$")
NOT_YET = re.compile(r"\b(?:not|never|be|to|will|should|would|if|may|plan\w*|until|when|before|once)\s+(?:be\s+|have\s+|been\s+)?$")
FORMERLY = re.compile(
    r"\b(?:former(?:ly)?|previous(?:ly)?|past|ex|history of|hx of|(?:was|were|been|used to be) (?:on|taking)"
    r"|used to take|früher|vorher|anciennement)\s*$"
)

_NO_DENIAL = (
    r"(?:(?:do|does|did) not (?:crush|chew|drive|exceed|stop|drink|swallow|split|cut|break|open)"
    r"|do not substitute|not to exceed|(?:no|not) more than|not less than|no longer than|no refills?|no subs\w*|no generics?|prior to"
    r"|with or without|without (?:food|regard)|hold (?:for|if|when|sbp|hr|bp|map)|no alcohol|\w+[ -]free"
    r"|avoid (?:grapefruit\w*(?: juice)?|alcohol)|until (?:gone|finished|complete\w*))"
)
CODES = re.compile(
    r"#\s?\d+\w*"
    r"|(?<![a-z])(?:no\.? ?|qty:? ?|disp:? ?|rf ?|refills?:? ?|x ?|a?nda)\d+\w*"
    r"|\b\d+\s*x\s*\d*\b"
    r"|\bq\.?\s?\d+(?:\s*-\s*\d+)?\s*(?:h\b|hr?s?\b|hours?\b|min\w*)"
    rf"|\b{_NO_DENIAL}\b"
    r"|\b\d+(?:st|nd|rd|th)\b|(?<!\d)\d+-\d+-\d+(?:-\d+)?(?!\d)|\bc-?(?:ii|iii|iv|v)\b|[½¼¾]"
)
AMOUNT = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?) ?(mg|g|gram|grams|milligrams?)(?: ?(?:a|per|/) ?day| daily)?")
