"""What the benchmark of a full answer takes apart is what an answer is made of."""

from benchmarks.answering import parts, questions
from engine.answer import Answer
from engine.knowledge.model import Knowledge


def test_every_step_is_one_of_an_answer(knowledge: Knowledge) -> None:
    """Each step runs again on what the steps before it gave; the last is the whole."""
    for raw in questions(knowledge).values():
        steps = parts(knowledge, raw)
        found = {name: step() for name, step in steps.items()}
        assert list(found)[-1] == "the whole answer"
        whole = found["the whole answer"]
        assert isinstance(whole, Answer)
        words = found["into words: all"]
        assert isinstance(words, Answer)
        assert words.model_dump(exclude={"decision_id"}) == whole.model_dump(
            exclude={"decision_id"}
        )
