"""The signs of order sentences as patterns over folded text: strengths, doses, frequencies, dates and codes of dispensing."""

import re

_NUMBER = r"\d+(?:[.,]\d+)*(?:\s*/\s*\d+)?"
_UNIT = r"(?:mg[sg]?|mcgs?|[µμu]g|micrograms?|milligrams?|gm?|grams?|kg|mls?|cc|l|iu|units?|ui|meq|mmol|%)"
_TIME = r"(?:24\s*h\w*|hours?|hrs?|h|days?|d)"
_PER = rf"\s*/\s*(?:[\d.]+\s*)?(?:{_UNIT}|{_TIME}|actuat\w*|spray|puff|dose|tab\w*)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_UNITS_OF_FORM = r"(?:tab|cap|pill|comp|tbl|cpr|cp|kps|puff|spray|drop)"

STRENGTH = re.compile(rf"(?<![\w.])(?:{_NUMBER}\s*(?:-|to)\s*)?{_NUMBER}\s*{_UNIT}?(?:{_PER})*(?![\w-])(?!\.\d)")
DOSE = re.compile(rf"(?<![\w.])({_NUMBER})(?:\s*-\s*({_NUMBER}))?\s*({_UNIT})({_PER})?(?![\w-])")
COUNT = re.compile(rf"(?<![\w./])(\d+(?:\.\d+)?|½|one|two|three|half)(?:\s*(?:-|to)\s*(\d+))?\s*(?:x\s*)?{_UNITS_OF_FORM}")
EVERY = re.compile(
    r"\bq\.?\s*(\d+)(?:\s*-\s*(\d+))?\s*(?:h|hr|hour)"
    r"|\b(?:every|alle|toutes les|cada|ogni)\s+(\d+)(?:\s*(?:-|to)\s*(\d+))?\s*(?:h\b|hr|hour|stunden|heures|horas|ore\b)"
)
TIMES = re.compile(
    r"\b(\d+|once|twice|thrice)\s*(?:x|times|×|fois|mal|veces|volte|vezes)?"
    r"\s*(?:/|a|per|par|pro|al|por|each|every|täglich|daily|di)\s*(?:day|d\b|jour|tag|d[ií]a|die|giorno|daily)?"
)
GERMAN = re.compile(r"(?<![\d-])(\d|½)-(\d|½)-(\d|½)(?:-(\d|½))?(?![\d-])")
NEEDED = re.compile(
    r"\b(?:p\.?\s?r\.?\s?n\.?|(?:as|if|when) (?:needed|required)|bei bedarf|si besoin|si necesario"
    r"|al bisogno|se necess[aá]rio|zo nodig|vid behov|sos)\b"
)

AGO = re.compile(
    r"\b(?:(\d+)|an?|one|two|three|four|five|six)\s*(hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mos?|years?|yrs?)\s+ago\b"
    r"|\b(yesterday|today|last (?:week|month|year))\b"
)
DATE = re.compile(
    r"(?<![\w/.-])("
    r"\d{4}-\d{2}(?:-\d{2})?(?:t\d{2}:\d{2}\S*)?|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})"
    rf"|{_MONTH}\.? (?:\d{{1,2}},? )?\d{{4}}|\d{{1,2}} {_MONTH} \d{{4}}|(?:19|20)\d\d"
    r")(?![\w/-])"
)
STARTING = re.compile(r"\b(?:start(?:ed|ing)?|since|from|begun|began|initiated|seit|depuis|desde|da|new)\b[^.;]{0,20}$")
ENDING = re.compile(
    r"\b(?:stop(?:ped)?|d/?c'?d?|discontinued|ceased|finished|completed|ended|until|last|off since|held since"
    r"|bis|jusqu'au|hasta|abgesetzt|(?:weaned|tapered) off)\b[^.;]{0,24}$"
)

_NO_DENIAL = (
    r"(?:(?:do|does|did) not (?:crush|chew|drive|exceed|take with|stop|use with|give with|mix|drink|swallow|split|cut|break|open)"
    r"|do not substitute|not to exceed|(?:no|not) more than|not less than|no longer than|no refills?|no subs\w*|no generics?|prior to"
    r"|with or without|without (?:food|regard)|hold (?:for|if|when|sbp|hr|bp|map)|no alcohol|\w+[ -]free"
    r"|avoid (?:grapefruit\w*(?: juice)?|alcohol)|until (?:gone|finished|complete\w*))"
)
CODES = re.compile(
    r"#\s?\d+\w*"
    r"|(?<![a-z])(?:no\.? ?|qty:? ?|disp:? ?|rf ?|refills?:? ?|x ?|a?nda)\d+\w*"
    r"|\b\d+\s*x\s*\d*\b"
    r"|\bq\.?\s?\d+(?:\s*-\s*\d+)?\s*(?:h\b|hr?s?\b|hours?\b|min\w*)"
    rf"|\b{_NO_DENIAL}\b[^,;]*"
    r"|\b\d+(?:st|nd|rd|th)\b|(?<!\d)\d+-\d+-\d+(?:-\d+)?(?!\d)|\bc-?(?:ii|iii|iv|v)\b|[½¼¾]"
)
