@force
Feature: Measures of force are ranked honestly

  Rule: A crackdown is contraindicated where groups are tied to the drug trade

    Example: Groups that live from the trade
      Given a locality where the groups live from the drug trade
      When it asks for advice
      Then "Militarised crackdown" is contraindicated
      And the contraindication of "Militarised crackdown" rests on "ICG108-V.A.2-08"

    Example: Unknown ties are asked about and keep it from any recommendation
      Given a locality where murders are rising
      When it asks for advice
      Then "Militarised crackdown" is not recommended
      And it is asked about "drug_trade_integration"

  Rule: Mass incarceration is a conditional exception with two documented conditions

    Example: Both conditions are known to hold
      Given a locality where all power is in one pair of hands
      And where the groups have shallow ties to the drug trade
      When it asks for advice
      Then "Mass arrests and incarceration" is not contraindicated
      And a reason against "Mass arrests and incarceration" rests on "ICG108-V.A.2-03"

    Scenario Outline: A condition that is missing or unknown is not met
      Given a locality where <what is known>
      When it asks for advice
      Then "Mass arrests and incarceration" is contraindicated

      Examples:
        | what is known                                  |
        | the groups have shallow ties to the drug trade |
        | all power is in one pair of hands              |
        | the groups live from the drug trade            |

  Rule: Removing leaders is contraindicated where it would add rivals or open a succession fight

    Scenario Outline: Who competes decides why
      Given a locality where <what is known>
      When it asks for advice
      Then "Kingpin capture or killing" is contraindicated
      And the contraindication of "Kingpin capture or killing" rests on "ICG108-I-02"

      Examples:
        | what is known          |
        | one group dominates    |
        | groups are splintering |
