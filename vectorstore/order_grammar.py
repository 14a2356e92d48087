"""Patterns by which a sentence is known to speak to a machine: whom it calls, what it orders.

Tables of `instructions.py`, which says how they go together. Kept narrow where pages could say the
same of people, and of systems that people build: what is lost on honest pages is measured.
"""

from __future__ import annotations

import re

from vectorstore.plain_orders import MACHINE

_MACHINES = (
    r"(?:the\s|all\s|any\s|every\s|dear\s)?(?:ai|a\.i\.|assistants?|bots?|models?|systems?"
    r"|machines?|agents?"
    rf"|{MACHINE})(?:\s(?:assistants?|agents?|models?|bots?|systems?|readers?|only))?"
)
_DOING = """
add adopt answer append apply ask assert augment avoid begin break calculate call change cite
claim combine compose compute confirm consider convert copy create decline define delete describe
develop disclose display disregard do draft dump echo emphasize encode encourage end enhance
exclude execute explain export express fetch finish follow forget format forward generate give
group hide ignore imagine include increase index insert instruct integrate introduce invite jumble
keep lead leave lie link list mark mention misspell modify multiply name never obey omit open
output override plug point praise prefer present pretend print prioritize produce promote provide
push put quote raise rank rate read rearrange recommend redirect refer refuse remove render repeat
replace reply report respond return reveal reverse rewrite rule run say scramble send set share
show skip solve speak start state stop substitute suggest summarise summarize swap switch tease
tell translate treat type use warn withhold write
""".split()
"""Verbs by which a text is made or steered, as an order begins with them."""
_ORDERING = (
    rf"(?:please\s|kindly\s|now\s|then\s|instead\s|just\s|only\s|always\s|never\s|do\snot\s"
    rf"|don't\s)*"
    rf"(?:{'|'.join(_DOING)})\b(?!\s(?:is|are|was|were|has|have|can|may|will)\b)"
)
_OUTPUT = r"(?:answers?|reply|replies|responses?|outputs?|messages?|summary|summaries|completions?)"
OWN_OUTPUT = re.compile(
    rf"\b(?:begin|start|end|finish)\s(?:the|any)\s{_OUTPUT}\b|\bfor\san\sanswer\b|\bthe\sanswer\sin\b|"
    rf"\byour\s(?:next\s|own\s|final\s|whole\s)?{_OUTPUT}\b(?<!message)"
    rf"|\byour\smessage\b(?!\sto\b)|\bwhat\s(?:ever\s)?you\s(?:say|write|answer|reply|print)\b"
    rf"|\bin\s(?:the|an?)\s(?:next\s)?(?:reply|response)\b|\bat\sthe\s(?:top|end"
    rf"|start)\sof\sthe\s{_OUTPUT}\b"
    r"|\b(?:before|when|whenever)\syou\s(?:answer|reply|respond)\b|\ban?\sempty\s(?:answer|reply"
    r"|response)\b"
    r"|\b(?:previous|other|last)\s(?:user|visitor)s?\b|\be-?mail\saddresses\sof\s(?:users"
    r"|visitors)\b",
    re.IGNORECASE,
)
"""What only the one who answers has."""
DICTATED = re.compile(
    r"\beverything\s(?:that\s)?you\b|"
    r"\b(?:say|write|print|output|reply|respond|answer)\s(?:\w+\s){0,3}[\"'\u2018\u201c]\S|"
    r"\b(?:and|then|to)\s(?:say|state|tell\s\w+|reply|answer|respond|claim|report|write"
    r"|add)\s(?:that|with|only)\b"
    r"|\bthe\s(?:words?|phrase|code|line|string|token|marker|tag|title"
    r"|heading)\s[\"'\u2018\u201c]?(?-i:[A-Z0-9]{2,}[-_A-Z0-9]*\b|[A-Z]+\d)"
    r"|\b(?:as|with|under|titled|headed(?:\sby)?)\s(?-i:[A-Z]{2,}[A-Z0-9]*[-_][A-Z0-9_-]+)"
    r"|\b(?:every|each|any|this)\s(?:other\s)?(?:row|cell|record)s?\b|\ball\s(?:rows|links|prices"
    r"|figures)\b"
    r"|\b(?:to|for)\s(?:every|all|any)\s(?:users?|visitors?)\b",
    re.IGNORECASE,
)
"""Words to be said, rows to be treated: an order that begins as one has to do with a reply."""
_LAY_OPEN = (
    r"(?:dump|print|show|reveal|output|list|display|share|read|expose|leak|send|repeat|change|reset"
    r"|ignore|override|tell|copy|write|give|name|what\s(?:is|are|was|were))"
)
OWN_PARTS = re.compile(
    r"\b(?:tell|give|show|send)\sme\s(?:the|your|all)\b"
    r"|\b(?:source|page|figure|price|row)s?\s(?:that\s)?you\s(?:cite|quote|show|give)\b"
    rf"|\bfrom\s(?:now|here)\son\b[^.]*\b(?:{_OUTPUT}|say|tell|recommend)\b"
    r"|^\W*(?:please\s)?(?:do\snot|don't|never)\s(?:answer|reply|respond)\b(?=\s*(?:[.!;,]|here\b"
    r"|this\b|any\b|questions?\b|it\b|with\b))|"
    r"\byour\s(?:\w+\s)?(?:prompts?|system\sprompt|api\skeys?|source\scode|training\sdata"
    r"|(?:hidden|initial|system)\s(?:message|instructions?|rules?)|context\swindow)\b"
    # People have settings and a working environment too: only as something to be laid open.
    rf"|\b{_LAY_OPEN}\b[^.]*\byour\s(?!(?:home|work|working|study|learning)\s)(?:\w+\s)?(?:database"
    r"|settings|configuration|environment|first\s(?:message|instructions?|rules?))\b"
    rf"|\b{_LAY_OPEN}\b[^.]*\b(?:(?:rules|instructions)\s(?:that\s)?you\s(?:follow|obey)"
    r"|(?:tools|functions)\savailable\sto\syou)\b",
    re.IGNORECASE,
)
"""Parts of a machine, asked of the one that reads."""
OF_PEOPLE = re.compile(
    r"\binterview\w*|\brecruit\w*|\bhiring\b|\bemployers?\b|\bessays?\b|\bcover\sletters?\b"
    r"|\bexams?\b|\bexaminations?\b|\br[e\u00e9]sum[e\u00e9]s?\b"
    r"|\bcvs?\b|\bportfolio\b|\bapplication\b|\bclients?\b|\bpatients?\b|\bcoworkers?\b"
    r"|\bcolleagues?\b",
    re.IGNORECASE,
)
"""What people answer in, and whom: advice for them is none for a machine."""
_NAMED = (
    r"(?:chat\s?gpt|gpt(?:-?\d\S*)?|claude|gemini|copilot|llama|siri|alexa|grok|llms?"
    r"|(?:large\s)?language\smodels?|chat\s?bots?|voice\sassistants?"
    r"|(?:automated|artificial|machine|robot|digital|virtual)\s(?:readers?|systems?|agents?"
    r"|assistants?|summari[sz]ers?)"
    r"|crawlers?|scrapers?|summari[sz]ers?|ai(?:\s(?:agents?|assistants?|models?|readers?|systems?"
    r"|bots?|tools?))?"
    r"(?!\s(?!is\b|are\b|has\b|that\b|who\b|which\b|note\b|must\b|should\b|may\b|quoting|reading"
    r"|parsing|answering|summar)[a-z]))"
)
"""Machines by names that nothing else has; "AI engineers" are people."""
CALLED_BY_NAME = re.compile(
    rf"^(?:[\w'\u2019]+[\s,]+){{0,6}}?{_NAMED}\b(?:\s[\w'\u2019]+){{0,4}}?\s*[,:;\u2013\u2014]\s*(?P<rest>.+)$"
    r"|^(?:\w+\s)?(?:hey|dear|please|ok|okay|attention|hello|hi|(?:note|reminder|message|memo"
    r"|word)(?:\s(?:to|for))?|psst)[\s,]+(?:dear\s|all\s|any\s|the\s|you\s)?"
    r"(?:bots?|assistants?|models?|agents?|systems?|machines?"
    r"|robots?)\s*[,:;\u2013\u2014]\s*(?P<more>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_STEERS = (
    r"(?:say|says|answers?|repl(?:y|ies)|responds?|states?|claims?|recommends?|promotes?|quotes?"
    r"|cites?"
    r"|mentions?|reports?|lists?|ranks?|rates?|describes?|tells?|names?|links?|shows?|uses?"
    r"|outputs?"
    r"|prints?|puts?|gives?|repeats?|considers?|treats?|praises?|index(?:es)?|ignores?|reveals?"
    r"|adds?|includes?)"
)
BOUND = re.compile(
    rf"(?:^assistant|\bchat\s?gpt|\bgpt-?\d*|\b(?:the|any|every|all|each|an?)\s(?:{_NAMED}|bots?)"
    rf"|^(?:{_NAMED}|bots))\b[^.,;]{{0,40}}?\s"
    r"(?:must|should|shall|may\snot|can\snot|cannot|has\sto|have\sto|is\sto|are\sto|needs?\sto"
    r"|(?:is|are)\s(?:not\s)?(?:permitted|allowed|required|asked|told|instructed|forbidden)\sto)"
    rf"\s(?:not\s|always\s|never\s|only\s)*{_STEERS}\b"
    rf"|\bthat\s(?:the|any|every|all|each|an?)?\s?(?:{_NAMED}|bots?)\s{_STEERS}\b",
    re.IGNORECASE,
)
"""What a machine has to say, or may not."""
TURNED = re.compile(
    r"\bwhat(?:ever)?\s(?:you\swere|were\syou)\s(?:told|doing|given|asked)\b"
    r"|\byour\s(?:new|real|true|only|next)\s(?:objective|task|role|goal|mission|instructions?"
    r"|rules?|orders?|purpose)\s(?:is|are)\b"
    r"|\bfrom\s(?:now|here|this\s(?:point|moment))\s(?:on|onwards?|forward)\b,?\syou\s"
    r"|\b(?:new|updated|revised|following)\sinstructions?\s(?:follow|apply|are\sin\sforce)\b"
    r"|\b(?:begin|end|start\sof|end\sof)\ssystem\s(?:message|prompt|instructions?)\b"
    r"|[\"']role[\"']\s*:\s*[\"'](?:system|assistant|developer)[\"']|<{2,}\s*/?system"
    r"|\b(?:developer|debug|god|admin|jailbreak|maintenance|unrestricted)\smode\s(?:is\s)?(?:on"
    r"|enabled|active\w*)\b"
    r"|\bthe\s(?:correct|right|only|true)\sanswer\sto\s(?:any|every|all|each)\b"
    r"|\b(?:chat|conversation)\shistory\sof\b|\b(?:users?|visitors?)\s(?:must|should|have\sto"
    r"|are\sto)\sbe\stold\b"
    r"|\bbest\sserved\sif\syou\b|\bif\syou\sonly\s(?:mention|quote|recommend|name)\b"
    r"|\bwhoever\sasks\b|\bwhatever\s(?:they|anyone|the\s\w+|people)\sasks?\b"
    r"|\bno\smatter\s(?:what\s)?the\s(?:query|question|prompt|user|visitor)\b"
    r"|\binstead\sof\s(?:answering|replying|responding|summari[sz]ing)\b"
    r"|\bthe\s(?:system\s)?(?:prompt|context|conversation)\shas\s(?:changed|ended|been\s\w+)\b"
    r"|\byou(?:'ve|\shave|\swere)\s(?:been\s)?(?:reprogrammed|hacked|reconfigured|jailbroken)\b"
    r"|^\W*system\s(?:update|notice|alert)\s*:"
    r"|\bthis\s(?:text|page|message|document)\sis\s(?:being\s)?(?:read|processed|parsed"
    r"|scraped)\sby\s(?:a\s|an\s)?"
    rf"(?:machine|bot|program|model|{_NAMED})|^you,\s(?:the|an?|my)\s(?:assistant|ai|bot|model)\b"
    rf"|\bfor\s(?:use\sby\s)?(?:{_NAMED}|bots|machines)\s(?:use|eyes|readers?)?\s?only\b"
    r"|\b(?:next|following|previous)\ssentence\ssays\b"
    rf"|\b(?:your|any|every|each)\s(?:answer|reply|response|summary)\b[^.,;]{{0,40}}"
    r"\s(?:must"
    rf"|should|has\sto|is\sto)\b"
    rf"|^(?:all\s|the\s)?(?:answers|replies|responses)\s(?:must|should|have\sto|are\sto)\b"
    r"|^make\ssure\s(?:that\s)?your\s(?:answer|reply|response)\b"
    rf"|\byou\sare\s(?:obliged|required|instructed|supposed|ordered|commanded"
    rf"|programmed)\sto\s(?:recommend|promote|praise|say|mention|name|rank|answer|ignore)\b"
    rf"|^\W*(?:\w+\s)?(?:note|message|memo|reminder|instructions?)\s(?:to|for)\s(?:\w+\s)?{_NAMED}"
    r"|^\W*(?:assistant|ai|bot|chat\s?bot|system|model)\s(?:instructions?|rules?|guidelines?"
    r"|directives?)\s*:"
    rf"|\bit\sis\s(?:mandatory|required|necessary|crucial|important)\s(?:for|that)\s(?:the\s|all\s"
    rf"|any\s)?(?:{_NAMED}|bots)\b"
    r"|^\W*(?:forget|ignore|disregard|skip)\s(?:the|this|that)\s(?:(?:user"
    r"|visitor)'?s'?\s)?(?:question|query)\b"
    r"|^\W*(?:rewrite|change|modify|replace|alter|phrase)\s(?:the|this)\sanswer\b"
    r"|\bin\sthis\sanswer\b"
    r"|^\W*(?:output|print|say|answer|reply)\snothing\b|^\W*(?:answer|reply)\s(?:to\s)?(?:every"
    r"|any|each|all)\b|\byour\s(?:readers|sentences|output)\b"
    r"|\bact\sas\san?\s(?:sales\w*|agent|different|unrestricted)",
    re.IGNORECASE,
)
"""What turns whoever answers away from the question."""
_READER = (
    rf"(?:{_NAMED}|(?:virtual\s|ai\s|digital\s)?assistant|model|bot)s?\s(?:that\s|who\s|which\s)?"
    r"(?:is\s|are\s)?(?:reading|reads?|behind|processing|parsing|answering|seeing)\b"
)
_OF_ORDERS = r"(?:instructions?|guidelines?|rules?|prompts?|directives?|orders|policies)"
REMOTE = re.compile(
    rf"\b(?:the|any|every|each|an?)\s{_READER}[^.]*\b(?:must|should|shall|requested|asked|to\s{_STEERS})\b"
    rf"|^to\s(?:the|any|every)\s{_READER}"
    rf"|\b(?:with|using|by)\san?\s{_NAMED}\s[^.]*\b(?:should|must)\b"
    rf"|\b{_OF_ORDERS}\s(?:given|stated|received|issued)?\s?(?:earlier|before|above|previously)\b[^.]*"
    r"\b(?:no\slonger|void|invalid|replaced|superseded|revoked|cancelled)\b"
    rf"|\byour\s{_OF_ORDERS}\s(?:have\sbeen|are|were)\s(?:now\s)?(?:replaced|void|changed|superseded|updated"
    r"|revoked|cancelled)\b"
    r"|\b(?:all|everything)\s(?:that\swas\s)?(?:said|written|stated|told)\s(?:before|above|earlier)\sis"
    r"\s(?:now\s)?(?:void|false|invalid|wrong|outdated)\b"
    r"|\b(?:message|note|word|order|update)\sfrom\syour\s(?:developers?|creators?|makers?|operators?"
    r"|administrators?|programmers?)\b"
    r"|\byour\scontext\s(?:ends?|starts?|begins?|window)\b"
    r"|\b(?:user|human|visitor)\s*:\s.*\b(?:assistant|ai|bot|model)\s*:\s"
    r"|\b(?:may|must|should|shall|can)\s(?:not\s)?the\s(?:answer|response|reply|summary)\b"
    r"|\bthe\s(?:answer|response|reply|summary)\s(?:to|of)\s(?:this|the)\s(?:page|text|document|user"
    r"|question)\b[^.]*\b(?:is\sto|must|should|shall|has\sto)\b"
    r"|\b(?:visitors?|users?|people|anyone|everyone)\swho\sasks?\b[^.]*\b(?:are|is)\sto\s(?:hear|be\stold"
    r"|get\sthe\sanswer)\b"
    r"|\b(?:before|while|when)\s(?:replying|answering|responding)(?:\sto\s(?:this|the|any)\s\w+)?,\s"
    rf"(?:always\s|never\s|please\s|first\s)?{_ORDERING}"
    rf"|\b(?:appreciated|great|nice|good|best)\sif\s(?:the\s|any\s|an\s)?(?:{_NAMED}|assistant|bot|model)\s"
    r"(?:could|would|can|did)\b"
    r"|<!--|\{\{[#~/]",
    re.IGNORECASE,
)
"""Said about the one that answers rather than to it, or of what it was told: orders by a detour."""
OWN_STYLE = re.compile(
    r"^(?:please\s|always\s|only\s|now\s)*(?:answer|respond|reply|speak|write)\s(?:only\s"
    r"|always\s)?"
    r"(?:in(?!\s(?:writing|person|time|order|the|an?|your|case|front)\b)|like|as\sif|backwards?)\b"
    r"|^(?:please\s)?(?:refuse|decline)\sto\s(?:answer|reply|respond|discuss|comment)\b"
    r"|^(?:please\s)?(?:say|claim|pretend)\s(?:that\s)?(?:you|this|it|the)\b"
    r"|^(?:when|whenever|if|once)\s(?:the\s|an?\s|any\s)?(?:users?|visitors?|somebody|someone"
    r"|anyone|anybody|they|people)"
    rf"\s(?:says?|asks?|requests?|queries)\b[^,]*,\s{_ORDERING}"
    r"|^(?:please\s)?(?:mark|treat|list|show|call)\s(?:every|each|all|any)\s(?:other\s)?(?:school"
    r"|program|college|row|listing)s?\b.*\sas\s"
    r"|^stop\s(?:summari[sz]ing|answering|reading|responding|quoting)\b"
    r"|^(?:if|when|whenever|once)\s(?:you\sare\s)?asked\b[^,]*,\s(?:please\s)?(?:say|claim|state"
    r"|answer|reply|respond|tell|recommend|name|mention)\b"
    r"|^(?:when|while)\s(?:generating|writing|making|giving|composing)\s(?:an?|the"
    r"|your)\s(?:answer|response|reply|summary)\b"
    r"|^(?:please\s)?(?:do\snot|never|don't)\s(?:reveal|mention|disclose|say|tell)\b"
    r"|^(?:please\s)?(?:skip|omit|exclude|hide|drop|delete|remove|treat|consider)\s(?:this"
    r"|that)\s(?:program|row|school|page|entry|text|listing|record|college|university)\b"
    r"|^(?:please\s)?(?:tell|send|direct|refer|redirect|point|inform|advise|urge|steer"
    r"|let)\s(?:the|every|all|each|any)\s(?:users?|visitors?|readers?|people|askers?)\b"
    r"|^(?:please\s)?(?:rate|rank|index|list|name|present|describe|treat|consider|mark|put"
    r"|call)\s(?-i:[A-Z]\w+)(?:\s\S+){0,5}?"
    r"\s(?:as\s|at\sthe\stop|first|number\sone|(?:five|5)\sstars|above|before|over)",
    re.IGNORECASE,
)
"""How to reply, whom to send where, and what to leave out, as an order."""
LEAD = re.compile(
    r"^[\s\W_]*(?:(?:important|attention|note|warning|urgent|notice)\b[\s!:.,-]*)?", re.IGNORECASE
)
CALLED = re.compile(
    rf"^(?:for\s|to\s|hey\s|attention\s"
    rf"|note\sto\s)?{_MACHINES}\s*[:,\u2013\u2014-]\s*(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
TAGGED = re.compile(
    rf"^(?:system|assistant|developer)\b\W*(?:\(\S*\)|#\w+\))?\s*{_ORDERING}", re.IGNORECASE
)
"""A role as the forms of chats have it, its marks taken off."""
LEADS_AWAY = re.compile(
    r"^(?:please\s)?(?:tell|send|point|show|include|add|insert|replace|write|output|display"
    r"|redirect|encourage|email|click"
    r"|promote|direct)\b[^\n]*(?:https?://|\bwww\.|[\w.+-]+@[\w-]+\.\w|\b[\w-]+\.(?:com|org|net"
    r"|xyz|io|info)\b)",
    re.IGNORECASE,
)
"""An order with an address: visitors would be asked to go there, not to show it."""
WRITES_TO = re.compile(r"^(?:please\s)?(?:send|write|email|tell)\b", re.IGNORECASE)
ASKERS = re.compile(
    r"\b(?:users?|visitors?|readers?|askers?|people|everyone|everybody|them|transcript)\b",
    re.IGNORECASE,
)
"""Whom an assistant would send to an address: guides send their own reader, with a letter."""
WHILE_READING = re.compile(
    r"^(?:(?:if|when|whenever|before|after|once|while)\s(?:you|asked|summari[sz]ing|answering"
    r"|reading)|whoever|anyone\swho|whatever)\b"
    r"(?P<how>[^,:]*)[,:]\s*(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
READS = re.compile(
    r"^\s*(?:answer|reply|respond|summari[sz]e)\b"
    r"|\b(?:read|summari[sz]|process|pars|answer|repl|respond|quot|cit)\w*\b.*\b(?:this|the)"
    r"\s(?:page|text|row|table|site|document|listing|cell)s?\b"
    rf"|\b(?:with|by)\san?\s(?:ai|bot|model|machine|{MACHINE})\b|\ba\s(?:bot|machine|model)\b",
    re.IGNORECASE,
)
ASKED_TO = re.compile(
    rf"\b(?:asks?|tells?|wants?|orders?|instructs?|requires?)\s(?:the\s|all\s|any\s|every\s)?"
    rf"{MACHINE}\sto\s{_ORDERING}|\b{_ORDERING}\s[^.]*\bfrom\s(?:now|here)\son\b",
    re.IGNORECASE,
)
MAY_NOT = re.compile(
    rf"^(?:all\s|any\s|the\s)?(?:{MACHINE}|bots)\s(?:must|may\snot|shall|should|have\sto|are\sto"
    rf"|need\sto)"
    rf"\s(?:not\s)?{_ORDERING}",
    re.IGNORECASE,
)
BEGINS = re.compile(rf"^(?:(?:in|at|to|for|with)\s[^,:]{{3,60}},\s*)?{_ORDERING}", re.IGNORECASE)
CLAUSE = re.compile(r"[,:;.!?]\s+(?:and\s|then\s|but\s)?|\s(?:and|then)\s")
NAME_WORDS = 4
"""Words of a bracket from which on it may be a sentence; a name's own are fewer, or no clause."""
A_CLAUSE = re.compile(
    r"^(?:what|how|who|why|when|where|if|whoever|can|do|does|is|are)\b.*|.*[!?].*|.*\b(?:your"
    r"|you)\b.*",
    re.IGNORECASE | re.DOTALL,
)
GOES_ON = re.compile(
    rf"^\s*{_ORDERING}\s(?:it|this|that|them|these|so)\b|^\s*it\s(?:says|means)\b", re.IGNORECASE
)
BRACKETED = re.compile(r"\s*[(\[](?:[^()\[\]]|[(\[][^()\[\]]*[)\]])*[)\]]")
_CLOSING = r"[\"')\]\u2019\u201d]*"
SENTENCE = re.compile(
    rf"[^.!?]+(?:[.!?](?!{_CLOSING}(?:\s+[^a-z\s]|\s*$))[^.!?]*)*[.!?]*{_CLOSING}\s*"
)
