@followup
Feature: What one asks once the advice was read: why this, why not that, what would change it, what if

  Rule: Why one option stands above another is answered with parts that add up

    Example: Recovering prisons stands above a crackdown in Guayaquil
      Given the documented locality "guayaquil-2024"
      When someone asks why "Recovering state control of prisons" stands above "Militarised crackdown"
      Then the verdict decides
      And all parts add up exactly to the difference
      And what stands in the way rests on "ICG108-V.A.2-08"
      And nothing that policy can do would swap them

    Example: Within one verdict the score decides
      Given a locality where inmates run the prison
      And where jailed leaders run crime outside
      When someone asks why "Cutting phones and internet in prison" stands above "Recovering state control of prisons"
      Then all parts add up exactly to the difference

  Rule: What would change the advice is a small change that policy can make, or none

    Example: Presence policing waits for oversight, or for a cleaner police
      Given a locality where police units answer to a criminal group
      And where nobody outside the police oversees them
      When someone asks what would change "Permanent-presence community policing"
      Then it would be released where oversight of the police is independent
      And it would not take that no police officer is known to be captured
      And every proposed change does what it says

    Example: Nothing makes a crackdown harmless where groups live from the drug trade
      Given a locality where the groups live from the drug trade
      When someone asks what would change "Militarised crackdown"
      Then there is no change that lifts what rests on "ICG108-V.A.2-08"
      And the answer says on what that policy cannot act on it hangs

    Example: Nobody is told to move a port
      Given a locality where groups fight over the route
      And where police units answer to a criminal group
      And where nobody outside the police oversees them
      When someone asks what would change "Permanent-presence community policing"
      Then no proposed change touches a fact of geography
      And every proposed change does what it says

  Rule: Why not is answered with what fails and by how much

    Example: Where the state runs the prison, recovering it has little to answer
      Given a locality where the state runs the prison
      When someone asks why not "Recovering state control of prisons"
      Then the nearest failing reason tells the value found and how far it is

    Example: Of a place about which nothing is known, questions are asked
      Given a locality about which nothing is known
      When someone asks why not "Recovering state control of prisons"
      Then it is told what to ask about

  Rule: What if is answered with a difference

    Example: If the state ran the prison
      Given a locality where inmates run the prison
      And where jailed leaders run crime outside
      When someone asks what if it were one where the state runs the prison
      Then "Cutting phones and internet in prison" falls
      And a warning that rests on "ICG108-V.A.5-02" goes
