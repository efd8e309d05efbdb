@traceability @slow
Feature: What was said can be shown later, with what it rested on

  Rule: An old decision is given again, whatever the rules say today

    Example: A rule is withdrawn after a decision was made
      Given a locality where inmates run the prison
      And a decision that was taken on it
      When the rule "cut-off-showed-early-results" is withdrawn
      And the decision is asked for again
      Then it has the same answer, letter for letter
      And it is told that "Cutting phones and internet in prison" would stand otherwise today

    Example: The rules stay as they were
      Given a locality where inmates run the prison
      And a decision that was taken on it
      When the decision is asked for again
      Then it has the same answer, letter for letter
      And it is told that the rules are the same today

  Rule: A decision leaves in one file that anyone can check

    Example: Whoever knows the key needs nothing else
      Given a locality where inmates run the prison
      And a decision that was taken on it
      When the decision leaves as a dossier
      Then whoever knows the key of the office that decided finds it whole and given again

    Example: A dossier that was tampered with is refused
      Given a locality where inmates run the prison
      And a decision that was taken on it
      When the decision leaves as a dossier
      And somebody writes in it that the state runs the prison
      Then the dossier is refused

    Example: Tampered with, and signed again by somebody else
      Given a locality where inmates run the prison
      And a decision that was taken on it
      When the decision leaves as a dossier
      And somebody else signs it as their own
      Then whoever knows the key of the office that decided refuses it
      And without that key it is said that nobody knows who signed

  Rule: Feedback is for people, and never changes the advice

    Example: A hundred offices disagree
      Given a locality where inmates run the prison
      And a decision that was taken on it
      When a hundred offices override "Cutting phones and internet in prison" because a rule does not hold here
      Then what they said is found under the option and under the rule "cut-off-showed-early-results"
      And the same question has the same answer as before
