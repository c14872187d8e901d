"""Small words that tell how a verb is meant: auxiliaries, negations, modal verbs, prepositions, in both languages."""

from __future__ import annotations

import re

__all__ = [
    "ACCUSED",
    "ADVERBS",
    "AND",
    "BE",
    "CARRIERS_AGENT",
    "CARRIERS_SUFFERER",
    "CLAUSE",
    "CONDITION",
    "DENIAL",
    "DENIED_AFTER",
    "GOES_ON",
    "HAVE",
    "MODAL",
    "NOT",
    "NOT_A_FACT",
    "OUGHT",
    "PREPOSITIONS",
    "PREVENTS",
    "RELATIVE",
    "VAGUE_COUNT",
    "WILL",
    "word_set",
]


def word_set(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(text.split())


BE = word_set("am is are was were be been being get gets got getting")
HAVE = word_set("have has had having")
NOT = word_set(
    "not never t neither nor cannot tidak tak bukan belum tanpa tiada without rarely seldom jarang hardly enggan"
)
"""``t`` is what is left of *n't*; *rarely* denies that it is the rule."""
MODAL = word_set("may might could can would dapat bisa mungkin boleh barangkali kemungkinan")
OUGHT = word_set(
    "should must shall ought harus perlu wajib mesti seharusnya hendaknya sebaiknya semestinya hendaklah patut"
)
WILL = word_set("will akan")
ADVERBS = word_set(
    "also often then still even always sometimes simply just only now already once again both ever thus too more most"
    " either further instead later soon long first systematically in-practice do does did"
    " sedang telah sudah sering kerap kerapkali selalu masih pernah juga turut ikut terus justru biasanya kadang"
    " kadang-kadang acap banyak malah malahan lalu kemudian langsung secara saling rutin pun lagi semua hanya sempat"
    " seringkali kembali sengaja mau berani mampu"
)
PREPOSITIONS = word_set(
    "of in on at by to for from with through via into onto under over between among against about during after before"
    " near inside outside within without across along despite behind beyond per as like including toward towards"
    " di ke dari oleh untuk dengan pada bagi dalam terhadap kepada antara melalui sejak hingga sampai tentang mengenai"
    " atas tanpa menurut daripada bersama selama seperti termasuk lewat akibat"
)
RELATIVE = word_set("who that which whom whose yang")
AND = word_set("and or then nor dan atau serta lalu kemudian maupun but tetapi")
CLAUSE = word_set(
    "that where when while whereas because since although though if unless whether so but bahwa karena ketika saat"
    " sementara sedangkan meskipun walaupun jika bila apabila kalau agar supaya sehingga tetapi namun sebab"
)
CONDITION = word_set("if unless whether jika bila apabila kalau seandainya apakah jikalau sekiranya")
GOES_ON = word_set(
    "continue continues continued began begin begins tend tends tended used started come comes came seem seems seemed"
    " forced compelled obliged coerced made pressured known found shown proved happen happens resort resorted want"
    " wanted obligated threatened lured pushed"
)
"""Verbs after which an infinitive says what is done: *are forced to pay*, *continue to detain*."""
ACCUSED = word_set(
    "alleged allegedly reportedly accused suspected believed said reported thought rumoured diduga disinyalir dituduh"
    " didakwa konon dikabarkan ditengarai claimed"
)
PREVENTS = re.compile(
    r"\b(?:prohibit|forbid|forbad|bann(?:ed|ing)|bans\b|prevent|outlaw"
    r"|protect(?:s|ed|ing)? \w+ (?:\w+ )?(?:from|against)"
    r"|refrain|stop(?:s|ped)? \w+ from|illegal (?:for|to)|unlawful (?:for|to)|offence to|melarang|dilarang|mencegah"
    r"|larangan|melindungi \w+ (?:\w+ )?dari)",
)
"""That something is forbidden or prevented does not say that it is done."""
NOT_A_FACT = re.compile(
    r"\b(?:recommend\w*|should|ought to|must|urg(?:e|es|ed|ing)"
    r"|call(?:s|ed|ing)? (?:on|for|upon)|ensur(?:e|es|ing) that|make sure"
    r"|memastikan|pastikan|need(?:s|ed)? to"
    r"|it is (?:important|essential|necessary|vital|crucial)|(?:is|are) needed|let us|risks? of|at risk|in danger of"
    r"|vulnerable to|vulnerability to|threat of|danger of|possibility of|so as to|in order to|aims? to|aimed at"
    r"|intended to|plans? to|intends? to|pledged? to|promised? to|agreed to|committed to|proposals? to"
    r"|merekomendasikan|disarankan|direkomendasikan|mendesak|harus|perlu|sebaiknya|seharusnya|hendaknya|diharapkan"
    r"|berisiko|rentan|risiko|potensi|berpotensi|agar|supaya|guna|untuk menghindari|bertujuan|berencana|berjanji"
    r"|mengimbau|menyerukan|meminta agar|disyorkan|perlulah)\b"
)
"""Advice, aims and risks: what stands after them in the same clause is no statement of fact."""
DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)\b(?! (?:\w+ ){0,2}(?:access|health|food|medical|services|entry|permission|wages|legal"
    r"|support|leave|movement|freedom|refugees|migrants|workers|victims|women))|reject(?:s|ed|ing)? (?:the |any |all )?"
    r"(?:claims?|allegations?|accusations?|reports?|suggestions?)|no (?:\w+ )?(?:evidence|indication|proof|sign|cases?"
    r"|reports?|record|complaints?)\b|disput(?:e|es|ed) (?:that|claims?|the)|dismiss(?:es|ed) (?:the |any )?(?:claims?"
    r"|allegations?|reports?)|refut(?:e|es|ed)|did not find|found no|nobody|no one|there (?:is|are|was|were) no"
    r"|it is not true|untrue|unfounded|contrary to (?:claims|reports)"
    r"|membantah|menyangkal|menampik|menafikan|tidak ada bukti|tidak benar|tiada bukti|tidak ditemukan|tak ada bukti"
    r"|menepis|tidak terbukti)\b"
)
DENIED_AFTER = re.compile(
    r"\b(?:(?:is|are|was|were|has been|have been) (?:\w+ )?(?:denied|rejected|refuted|disputed|dismissed)"
    r"(?: by\b|[.,;]|$)"
    r"|den(?:ies|ied|y) (?:this|it|that|the (?:claim|allegation|charge|accusation|report)s?)"
    r"|(?:is|are|was|were) (?:false|untrue|unfounded|baseless)|dibantah|membantahnya|dinafikan|ditepis)"
)
"""A denial that follows what it denies."""
VAGUE_COUNT = re.compile(
    r"\d|\b(?:per ?cent|percent|percentage|persen|peratus|half|thirds?|quarters?|majority|one in|two in|three in|dua"
    r" pertiga|sepertiga|separuh|setengah|mayoritas|seperempat|hundred|thousand|million|ribu|juta|dozens?|out of"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|one \w+ in|dua|tiga|empat|lima|enam"
    r"|tujuh|delapan"
    r"|sembilan|sepuluh|seorang)\b"
)
"""A statement of quantity is a claim, not a finding; what befell two people says nothing of the rest."""
CARRIERS_SUFFERER = {
    "face": (), "faces": (), "faced": (), "facing": (), "suffer": (), "suffers": (), "suffered": (), "suffering": (),
    "experience": (), "experiences": (), "experienced": (), "experiencing": (), "endure": (), "endures": (),
    "endured": (), "enduring": (), "undergo": (), "encounter": (), "encountered": (), "subjected": ("to",),
    "subject": ("to",), "exposed": ("to",), "reported": (), "described": (), "victim": ("of",), "victims": ("of",),
    "trapped": ("in",), "held": ("in",), "placed": ("in",), "survived": (), "kept": ("in",), "sent": ("to",),
    "mengalami": (), "menghadapi": (), "menderita": (), "terjebak": (), "terjerat": (), "dihadapkan": (),
    "menanggung": (), "hidup": ("dalam",), "live": ("in",), "lives": ("in",), "fell": ("into",), "fall": ("into",),
    "menerima": (), "mendapat": (), "mendapatkan": (),
}  # fmt: skip
"""Words by which a subject undergoes what a noun names: *workers face wage deductions*."""
CARRIERS_AGENT = {
    "carry": ("out",), "carries": ("out",), "carried": ("out",), "carrying": ("out",), "conduct": (), "conducts": (),
    "conducted": (), "conducting": (), "launch": (), "launched": (), "launches": (), "commit": (), "commits": (),
    "committed": (), "resort": ("to",), "resorts": ("to",), "resorted": ("to",), "enforce": (), "enforces": (),
    "enforced": (), "impose": (), "imposes": (), "imposed": (), "practise": (), "practises": (), "practice": (),
    "engage": ("in",), "engages": ("in",), "engaged": ("in",), "perpetrate": (), "perpetrated": (), "intensify": (),
    "intensified": (), "step": ("up",), "stepped": ("up",), "use": (), "uses": (), "used": (), "rely": ("on",),
    "inflict": (), "inflicted": (), "implement": (), "implements": (), "implemented": (), "pursue": (), "pursues": (),
    "pursued": (), "involved": ("in",),
    "melakukan": (), "menggelar": (), "melancarkan": (), "menerapkan": (), "terlibat": ("dalam",), "menjalankan": (),
    "menggunakan": (), "mengintensifkan": (),
}  # fmt: skip
"""Words by which a subject does what a noun names: *police carry out raids*."""
