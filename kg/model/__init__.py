"""The nouns: frozen values that pass between the stages.

Two coordinate systems exist, and only two:

* **stored text** (`Report.text`): the text as decoded, written to `texts/ID.txt`. Every `Span` counts
  its Unicode code points, end excluded, so that `text[span.start:span.end]` is the quotation.
* **clean text** (`Report.clean.text`): width folded 1:1, stray blanks inside sentences removed. Plain
  `int` pairs named `start`, `end` count in it. `Report.clean.span(start, end)` leads back.
"""

from kg.model.graph import (
    Adoption,
    Conflict,
    Evidence,
    FirstClaim,
    Fulfilment,
    Graph,
    Implementation,
    Indicator,
    Initiative,
    Locality,
    LocalityNote,
    NearDuplicate,
    Observation,
    Occurrence,
    Partnership,
    Place,
    PlaceDecision,
    Recognition,
    ReusedPassage,
    Statement,
)
from kg.model.ledger import Entry, Ledger, Outcome
from kg.model.mentions import (
    Extraction,
    FirstMention,
    HonourMention,
    InitiativeMention,
    Leftover,
    LocalityMention,
    MetricMention,
    PartnerMention,
)
from kg.model.network import Edge, Network, Node
from kg.model.review import Question, ReviewDecision, Reviewed, Ruling
from kg.model.text import (
    CleanText,
    Head,
    Kind,
    Part,
    Period,
    Report,
    Section,
    Sentence,
    Source,
    Span,
    Status,
)

__all__ = [
    "Adoption",
    "CleanText",
    "Conflict",
    "Edge",
    "Entry",
    "Evidence",
    "Extraction",
    "FirstClaim",
    "FirstMention",
    "Fulfilment",
    "Graph",
    "Head",
    "HonourMention",
    "Implementation",
    "Indicator",
    "Initiative",
    "InitiativeMention",
    "Kind",
    "Ledger",
    "Leftover",
    "Locality",
    "LocalityMention",
    "LocalityNote",
    "MetricMention",
    "NearDuplicate",
    "Network",
    "Node",
    "Observation",
    "Occurrence",
    "Outcome",
    "Part",
    "PartnerMention",
    "Partnership",
    "Period",
    "Place",
    "PlaceDecision",
    "Question",
    "Recognition",
    "Report",
    "ReusedPassage",
    "ReviewDecision",
    "Reviewed",
    "Ruling",
    "Section",
    "Sentence",
    "Source",
    "Span",
    "Statement",
    "Status",
]
