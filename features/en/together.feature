@together
Feature: Not one winner, but what goes together, and where it was tried before

  Rule: Measures come in phases, each after what its conditions ask for

    Example: Presence policing stands behind oversight, and oversight behind protection
      Given the documented locality "guayaquil-2024"
      When it asks for advice
      Then "Permanent-presence community policing" is in a later phase than "Independent oversight and counter-intelligence"
      And "Independent oversight and counter-intelligence" is in a later phase than "Protection of judges, prosecutors, police and local officials"
      And the package draws on at least 5 families

    Example: An option held back follows the measure that releases it
      Given a locality where the town hall answers to a criminal group
      And where nobody outside the police oversees them
      And where violence gathers in a few places
      When it asks for advice
      Then "Local government empowerment" is in a later phase than "Independent oversight and counter-intelligence"

    Example: Talks that facts hold back wait outside, and what cuts across them is named
      Given the documented locality "buenaventura-2022-24"
      When it asks for advice
      Then "Phased state negotiation with red lines and exit" waits outside the package
      And "Phased state negotiation with red lines and exit" and "Routine extradition on demand" are named as not going together
      And something else than murders is to be watched

    Example: What does harm is in no package
      Given the documented locality "guayaquil-2024"
      When it asks for advice
      Then "Militarised crackdown" is not in the package
      And nothing contraindicated is in the package

    Example: Nothing known, no package
      Given a locality about which nothing is known
      When it asks for advice
      Then no package is offered
      And no precedent is offered

  Rule: Precedents are cases that share enough of what is known

    Example: A sister city, with what was tried there and what happened
      Given the documented locality "guayaquil-2024"
      When it asks for advice
      Then "duran-2024" is offered as a precedent
      And it is told that "Militarised crackdown" was tried there, on the word of "ICG108-V.A.2-06"
      And the locality is not its own precedent

    Example: Little known, nothing alike
      Given a locality where police units answer to a criminal group
      When it asks for advice
      Then no precedent is offered
