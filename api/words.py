"""Words for what the knowledge base names by a slug, in both languages.

Factors, levels, interventions and families carry their own names; these are the closed lists of
the formats themselves. A test holds that every value in use has its words here.
"""

from collections.abc import Mapping

from engine.text import Text
from engine.wording import TRIED

KINDS: Mapping[str, Text] = {
    "diagnosis": Text("diagnosis", "diagnóstico"),
    "reason": Text("reason", "razón"),
    "gate": Text("gate", "condición previa"),
    "contraindication": Text("contraindication", "contraindicación"),
    "safeguard": Text("safeguard", "salvaguarda"),
    "sequence": Text("sequence", "secuencia"),
    "caveat": Text("caveat", "advertencia"),
}
STATUSES: Mapping[str, Text] = {
    "draft": Text("draft", "borrador"),
    "trial": Text("trial", "a prueba"),
    "established": Text("established", "establecida"),
    "withdrawn": Text("withdrawn", "retirada"),
}
STATES: Mapping[str, Text] = {
    "fires": Text("fires", "se activa"),
    "silent": Text("stays silent", "calla"),
    "undecided": Text("is undecided", "queda sin decidir"),
}
MET: Mapping[str, Text] = {
    "met": Text("met", "cumplida"),
    "unmet": Text("not met", "no cumplida"),
    "unknown": Text("not known whether met", "no se sabe si se cumple"),
}
APPLIES: Mapping[str, Text] = {
    "certain": Text.same("{status}"),
    "possible": Text(
        "{status}; whether it applies here is not known", "{status}; no se sabe si aplica aquí"
    ),
}
RELATIONS: Mapping[str, Text] = {
    "complements": Text("complements", "complementa a"),
    "exception_to": Text("is an exception to", "es una excepción de"),
    "limits": Text("limits", "limita a"),
    "replaces": Text("replaces", "reemplaza a"),
}
OUTCOMES: Mapping[str, Text] = TRIED
CODED: Mapping[str, Text] = {
    "before": Text("before the measures were tried", "antes de que se probaran las medidas"),
    "during": Text("while the measures were tried", "mientras se probaban las medidas"),
    "after": Text("after the measures were tried", "después de que se probaran las medidas"),
}
BASES: Mapping[str, Text] = {
    "observed": Text("observed", "observado"),
    "proxy": Text("proxy", "indicador indirecto"),
    "expert": Text("expert reading", "lectura experta"),
}
TRUTHS: Mapping[str, Text] = {
    "true": Text("true", "verdadero"),
    "false": Text("false", "falso"),
    "unknown": Text("unknown", "desconocido"),
}
GRADES: Mapping[str, Text] = {
    "very_low": Text("very low", "muy baja"),
    "low": Text("low", "baja"),
    "moderate": Text("moderate", "moderada"),
    "high": Text("high", "alta"),
}
EVIDENCE: Mapping[str, Text] = {
    "systematic_review": Text("systematic review", "revisión sistemática"),
    "multiple_evaluations": Text("several evaluations", "varias evaluaciones"),
    "single_evaluation": Text("one evaluation", "una evaluación"),
    "case_experience": Text("experience of a case", "experiencia de un caso"),
    "official_statistics": Text("official statistics", "estadísticas oficiales"),
    "interviews": Text("interviews", "entrevistas"),
    "expert_judgement": Text("expert judgement", "juicio experto"),
}
CLAIM_TYPES: Mapping[str, Text] = {
    "context_factor": Text("context", "contexto"),
    "mechanism": Text("mechanism", "mecanismo"),
    "effect_positive": Text("good effect", "efecto favorable"),
    "effect_negative": Text("bad effect", "efecto desfavorable"),
    "precondition": Text("precondition", "condición previa"),
    "caveat_data": Text("caveat on data", "advertencia sobre los datos"),
    "figure": Text("figure", "cifra"),
    "safeguard": Text("safeguard", "salvaguarda"),
    "sequencing": Text("sequence", "secuencia"),
    "contraindication": Text("contraindication", "contraindicación"),
    "monitoring": Text("monitoring", "seguimiento"),
}
SALIENCE: Mapping[str, Text] = {
    "core": Text("core", "central"),
    "supporting": Text("supporting", "de apoyo"),
    "background": Text("background", "de fondo"),
}
ROLES: Mapping[str, Text] = {
    "supporting": Text("for it", "a favor"),
    "supports": Text("for it", "a favor"),
    "opposing": Text("against it", "en contra"),
    "opposes": Text("against it", "en contra"),
    "context": Text("context", "contexto"),
    "contraindications": Text("contraindications", "contraindicaciones"),
    "contraindicates": Text("contraindicates", "contraindica"),
    "limits": Text("limits", "límites"),
    "preconditions": Text("preconditions", "condiciones previas"),
    "precondition": Text("precondition", "condición previa"),
    "safeguards": Text("safeguards", "salvaguardas"),
    "safeguard": Text("safeguard", "salvaguarda"),
    "sequencing": Text("sequence", "secuencia"),
    "uncertain": Text("left open", "sin pronunciamiento"),
}
EXPECTED: Mapping[str, Text] = {
    "rank_above": Text("ranks above", "está por encima"),
    "contraindicated": Text("contraindicated", "contraindicada"),
    "precondition_unmet": Text("precondition open", "condición pendiente"),
    "precondition_met": Text("precondition met", "condición cumplida"),
    "safeguard_required": Text("safeguard", "salvaguarda"),
    "sequencing": Text("sequence", "secuencia"),
    "insufficient_alone": Text("not enough alone", "no basta por sí sola"),
    "must_explain": Text("explained", "se explica"),
    "caveat": Text("caveat", "advertencia"),
    "uncertain": Text("left open", "sin pronunciamiento"),
    "contrast": Text("contrast", "contraste"),
}
DOMAINS: Mapping[str, Text] = {
    "ordinal": Text("ordered levels", "niveles ordenados"),
    "boolean": Text("yes or no", "sí o no"),
    "categorical": Text("one value", "un valor"),
    "number": Text("number", "número"),
    "several": Text("several values at once", "varios valores a la vez"),
    "text": Text("text", "texto"),
}


def standing(status: str, applies: str) -> Text:
    """How a precondition stands, and whether it is known to be one here."""
    return APPLIES[applies].filled(status=worded(MET, status))


def worded(table: Mapping[str, Text], slug: str) -> Text:
    """The words for a slug; a slug that has none stands for itself."""
    return table.get(slug) or Text.same(slug.replace("_", " "))
