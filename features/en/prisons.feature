@prisons
Feature: Advice on prisons begins with who runs them

  Rule: Inmate-run prisons bring recovery of control and a communications cut-off, with their safeguards

    Example: Inmates run the prison and jailed leaders run crime outside
      Given a locality where inmates run the prison
      And where jailed leaders run crime outside
      When it asks for advice
      Then "Recovering state control of prisons" is recommended
      And "Cutting phones and internet in prison" is recommended
      And "Recovering state control of prisons" comes with a safeguard that rests on "ICG108-IV.A-10"
      And "Recovering state control of prisons" comes with a safeguard that rests on "ICG108-V.A.5-10"

    Example: A census of inmates comes first
      Given a locality where inmates run the prison
      And where the prison keeps no record of who is inside
      When it asks for advice
      Then a precondition of "Recovering state control of prisons" that rests on "ICG108-IV.E-03" is unmet

    Example: A prison that the state runs needs no recovery
      Given a locality where the state runs the prison
      When it asks for advice
      Then "Recovering state control of prisons" is not recommended

  Rule: Controlling jailed leaders is not mass incarceration

    Example: Recovery stands above mass arrests
      Given a locality where inmates run the prison
      When it asks for advice
      Then "Recovering state control of prisons" ranks above "Mass arrests and incarceration"

  Rule: A calm prison under one group is a warning

    Example: One group rules inside
      Given a locality where one group rules inside a quiet prison
      When it asks for advice
      Then a warning rests on "ICG108-IV.E-07"
