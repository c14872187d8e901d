"""Agreement between coders: coefficients on units and characters, alpha for unitizing, bootstrap intervals."""

from rantau.coding.agreement.coefficients import COEFFICIENTS, Coefficient, Measure, rate
from rantau.coding.agreement.report import (
    Agreement,
    AgreementReport,
    Level,
    Reading,
    agreement,
    code_with_polarity,
)
from rantau.coding.agreement.unitizing import Continuum, Family, alpha_u, merged, u_alpha, u_family

__all__ = [
    "COEFFICIENTS",
    "Agreement",
    "AgreementReport",
    "Coefficient",
    "Continuum",
    "Family",
    "Level",
    "Measure",
    "Reading",
    "agreement",
    "alpha_u",
    "code_with_polarity",
    "merged",
    "rate",
    "u_alpha",
    "u_family",
]
