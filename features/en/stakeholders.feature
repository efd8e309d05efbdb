@stakeholders
Feature: People weigh the same reasons otherwise, and not everyone can act

  Rule: What everyone puts first is named, and so is what parts them

    Example: Guayaquil through the eyes of residents, a mayor and a donor
      Given the documented locality "guayaquil-2024"
      When its stakeholders are asked
      Then "Permanent-presence community policing" is among the first five of everyone
      And whatever parts them names the criterion that weighs most in it

    Example: Someone who looks only at what can be done
      Given the documented locality "guayaquil-2024"
      And a stakeholder "clerk" who looks only at what is feasible
      When its stakeholders are asked
      Then "clerk" parts from somebody, most of all on "feasibility"

  Rule: What an actor cannot do itself it must ask of others

    Example: A mayor and the prisons
      Given the documented locality "guayaquil-2024"
      When its stakeholders are asked
      Then "a mayor" must ask others for "Cutting phones and internet in prison"
      And "a mayor" shares "Permanent-presence community policing" with others
      And "a national government" can do "Recovering state control of prisons" itself
