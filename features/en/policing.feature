@policing
Feature: Advice on policing respects who the police answer to

  Rule: Community policing waits for oversight where police are captured

    Example: Captured police whom no outsider can sanction
      Given a locality where police units answer to a criminal group
      And where nobody outside the police oversees them
      When it asks for advice
      Then "Permanent-presence community policing" is held back
      And "Permanent-presence community policing" waits for "Independent oversight and counter-intelligence"
      And the reasons that hold it back rest on "ICG108-V.A.4-02"

    Example: Independent oversight releases it
      Given a locality where police units answer to a criminal group
      And where oversight of the police is independent
      And where extortion is pervasive
      When it asks for advice
      Then "Permanent-presence community policing" is not held back

    Example: Where no capture is known there is nothing to wait for
      Given a locality where no police officer is known to be captured
      And where extortion is pervasive
      When it asks for advice
      Then "Permanent-presence community policing" is not held back

  Rule: What nobody recorded is shown, never guessed

    Example: Unknown oversight does not release captured police
      Given a locality where police units answer to a criminal group
      When it asks for advice
      Then "Permanent-presence community policing" is held back
      And it is asked about "oversight_independence"

  Rule: Those who speak up are protected

    Example: Reporting is deadly
      Given a locality where informing on criminals is deadly
      When it asks for advice
      Then "Permanent-presence community policing" comes with a safeguard that rests on "ICG108-IV.B-08"
