"""Says which frames an article has, and shows the evidence for each.

A frame is a codebook's answer to its question about the text. It is present
where enough sentences hold evidence; the evidence is always shown, and a frame
without any is said to be absent rather than left out.

`reading` gathers what rules read (the parse, the actors, the attributions, the
voices), `hits` finds what a codebook's terms and rules look for, `evidence`
keeps what counts, and `frames` answers the codebook's questions from it.
`card`, `by_actor`, `pairs` and `along` lay the evidence out for reading;
`consistency` says over a corpus whether the items of a frame go together.
`sentence_frames` and `primary` give each sentence and article one frame;
`loaded` finds cues of loaded language. `review` lets a person put answers right;
`train` learns frames from coded texts, and `classify` answers as it learned.
"""

from analysis.framing.cues import loaded, plainer, subjectivity
from analysis.framing.leading import primary, sentence_frames
from analysis.framing.presence import FramingError, at_minimum, evidence, frames, holding
from analysis.framing.reading import Reading, reading
from analysis.framing.review import answers, codes_of, review, reviewed
from analysis.framing.rules import hits
from analysis.framing.scale import LEAST, consistency
from analysis.framing.train import train
from analysis.framing.trained import Trained, classify, load_trained, save, shipped, shipped_names
from analysis.framing.views import along, by_actor, card, frame_of, pairs, paragraph_of

__all__ = [
    "LEAST",
    "FramingError",
    "Reading",
    "Trained",
    "along",
    "answers",
    "at_minimum",
    "by_actor",
    "card",
    "classify",
    "codes_of",
    "consistency",
    "evidence",
    "frame_of",
    "frames",
    "hits",
    "holding",
    "load_trained",
    "loaded",
    "pairs",
    "paragraph_of",
    "plainer",
    "primary",
    "reading",
    "review",
    "reviewed",
    "save",
    "sentence_frames",
    "shipped",
    "shipped_names",
    "subjectivity",
    "train",
]
