@subtleties
Feature: The subtleties of the reports survive

  Rule: A falling murder rate has rival readings, and one group's rule is never a goal

    Scenario Outline: What else a fall may mean
      Given a locality where murders are falling
      And where <what is known>
      When it asks for advice
      Then a warning rests on "<claim>"

      Examples:
        | what is known                   | claim         |
        | one group dominates             | ICG108-V.D-01 |
        | the groups agreed a quiet truce | CS-2-08       |
        | disappearances are not counted  | CS-2-09       |
        | elites and criminals get along  | CS-2-14       |

    Example: Dominance is explained and warned of, not recommended
      Given a locality where one group dominates
      When it asks for advice
      Then "Tacit tolerance of a group" is contraindicated
      And "Kingpin capture or killing" is contraindicated

  Rule: The rights cost of mass incarceration is always shown

    Scenario Outline: Whatever the conditions
      Given a locality where <what is known>
      When it asks for advice
      Then a reason against "Mass arrests and incarceration" rests on "ICG108-V.A.2-03"

      Examples:
        | what is known                                  |
        | all power is in one pair of hands              |
        | the groups have shallow ties to the drug trade |
        | murders are rising                             |

    Example: Sources that disagree are both shown
      Given a locality where all power is in one pair of hands
      And where the groups have shallow ties to the drug trade
      When it asks for advice
      Then both sides of the disagreement "T07" are shown

  Rule: One measure can undo another

    Example: Removing leaders creates the spoilers that block talks
      Given a locality where a leader was removed and groups are splintering
      When it asks for advice
      Then "Phased state negotiation with red lines and exit" is held back
      And the reasons that hold it back rest on "ICG108-V-04"

    Example: Extradition removes the people who negotiate
      Given a locality where the groups declared a truce
      When it asks for advice
      Then "Routine extradition on demand" is contraindicated
      And the contraindication of "Routine extradition on demand" rests on "ICG108-V.A.3-04"

    Example: Cutting drug income pushes groups into extortion
      Given a locality where one group lives from extortion as buyers compete
      When it asks for advice
      Then "Maximising drug seizures and port interdiction" is contraindicated
      And the contraindication of "Maximising drug seizures and port interdiction" rests on "ICG108-IV.D-06"

  Rule: Capture reverses good measures

    Example: Local power waits where the town hall is captured
      Given a locality where the town hall answers to a criminal group
      When it asks for advice
      Then "Local government empowerment" is held back

    Example: Local power is free to rank where it is clean
      Given a locality where the town hall is clean
      When it asks for advice
      Then "Local government empowerment" ranks above "Militarised crackdown"

    Example: Aid in equipment feeds captured institutions
      Given a locality where capture reaches across institutions
      When it asks for advice
      Then "Equipment and training aid without accountability" is contraindicated

    Example: Soldiers may take the guards' place in more than one way
      Given a locality where inmates run the prison
      When it asks for advice
      Then "Recovering state control of prisons" comes with a safeguard that rests on "ICG108-IV.A-11"

    Example: Protection comes first where refusing a pact is deadly
      Given a locality where officials who refuse a pact are killed
      When it asks for advice
      Then "Protection of judges, prosecutors, police and local officials" is recommended
      And "Protection of judges, prosecutors, police and local officials" comes before "Local government empowerment"

    Example: A fixed protective post is not a crackdown
      Given a locality where invisible frontiers divide organised neighbours
      When it asks for advice
      Then "Demilitarised neighbourhood zone with guarded entrances" is recommended
      And "Demilitarised neighbourhood zone with guarded entrances" ranks above "Militarised crackdown"

  Rule: No measure suffices alone

    Example: Jobs need lower extortion
      Given a locality where the young are drawn into the groups
      And where extortion is pervasive
      When it asks for advice
      Then a precondition of "Jobs and training for youth at risk" that rests on "ICG108-V.B-06" is unmet

    Example: Oversight needs better conditions for police
      Given a locality where police work in dire conditions and some units are captured
      When it asks for advice
      Then "Police pay, education, insurance and inclusion of women" is recommended
      And "Independent oversight and counter-intelligence" is recommended

    Example: The package is said in every answer
      Given a locality about which nothing is known
      When it asks for advice
      Then a warning rests on "ICG108-V-06"

  Rule: Not every killing comes from traffickers

    Example: Common crime calls for other measures
      Given a locality where common crime off any route does the killing
      When it asks for advice
      Then "Enforcement focused on homicide, extortion and kidnapping" is recommended
      And "Youth violence prevention and community resilience" ranks above "Maximising drug seizures and port interdiction"
      And a warning rests on "MPI-I-06"

    Example: A route war needs more than root causes
      Given a locality where rival cartels wage war over the route
      When it asks for advice
      Then a warning rests on "OPED-MEX-01"
      And "Kingpin capture or killing" is contraindicated
