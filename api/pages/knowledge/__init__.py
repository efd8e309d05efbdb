"""What the advice rests on: rules, claims, interventions and factors, to look up and follow."""
