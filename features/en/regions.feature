@regions
Feature: Pressure on one place moves to the places linked with it

  Rule: A watched port sends its loads to a lightly watched one

    Example: Close checks at one port, Guayaquil along the coast
      Given a region
      And in it "the watched port", where customs check the container port closely
      And in it "Guayaquil", as documented in "guayaquil-2024"
      And "the watched port" and "Guayaquil" are linked by coast
      And "Maximising drug seizures and port interdiction" is under discussion at "the watched port"
      When the region asks for advice
      Then pressure is expected to move from "the watched port" to "Guayaquil", resting on "ICG108-IV-07"
      And "Preparing exposed neighbours for displaced crime" comes first for the region
      And "Maximising drug seizures and port interdiction" is contraindicated at "the watched port" for the sake of "Guayaquil"

    Example: The same across a land border
      Given a region
      And in it "the watched port", where customs check the container port closely
      And in it "the port next door", where a container port is lightly watched
      And "the watched port" and "the port next door" are linked by border
      When the region asks for advice
      Then pressure is expected to move from "the watched port" to "the port next door", resting on "ICG108-III.B-05"
      And at "the port next door" "Pressure arriving from enforcement or market change elsewhere" would be at least "some incoming pressure"
      And at "the port next door" "How recent the trafficking role is" would be at least "expanding role"

    Example: Guayaquil in its turn, when seizures are discussed there
      Given a region
      And in it "Guayaquil", as documented in "guayaquil-2024"
      And in it "another port", where a container port is lightly watched
      And "Guayaquil" and "another port" are linked by coast
      And "Maximising drug seizures and port interdiction" is under discussion at "Guayaquil"
      When the region asks for advice
      Then pressure is expected to move from "Guayaquil" to "another port", resting on "ICG108-IV-07"
      And "Maximising drug seizures and port interdiction" is contraindicated at "Guayaquil" for the sake of "another port"

  Rule: An offensive pushes groups into weak neighbours

    Example: Mexico 2006-12 and the north coast of Honduras
      Given a region
      And in it "Mexico", as documented in "mexico-2006-12"
      And in it "the Honduran coast", as documented in "honduras-north-coast-2005-11"
      And "Mexico" and "the Honduran coast" are linked by border
      When the region asks for advice
      Then pressure is expected to move from "Mexico" to "the Honduran coast", resting on "ICG108-II.C-04"
      And the move from "Mexico" to "the Honduran coast" is bounded by "MPI-I-06"
      And "Preparing exposed neighbours for displaced crime" comes first for the region

  Rule: Closed sea lanes send the flow elsewhere

    Example: A Caribbean under seizures and the north coast of Honduras
      Given a region
      And in it "the islands", where seizures come before everything else
      And in it "the Honduran coast", as documented in "honduras-north-coast-2005-11"
      And "the islands" and "the Honduran coast" are linked by coast
      When the region asks for advice
      Then pressure is expected to move from "the islands" to "the Honduran coast", resting on "CS-1-13"
      And pressure is expected to move from "the islands" to "the Honduran coast", resting on "ICG108-II.B-01"

  Rule: Way stations open where police are unprepared

    Example: Costa Rica in 2023
      Given a region
      And in it "the pressed coast", where seizures come before everything else
      And in it "Costa Rica", as documented in "costa-rica-2023"
      And "the pressed coast" and "Costa Rica" are linked by coast
      When the region asks for advice
      Then pressure is expected to move from "the pressed coast" to "Costa Rica", resting on "ICG108-III.B-03"
      And at "Costa Rica" "Pressure arriving from enforcement or market change elsewhere" is so already

  Rule: Nothing is expected without pressure or without a link

    Example: Places that nothing presses
      Given a region
      And in it "one town", where nothing presses the trade
      And in it "another town", where nothing presses the trade
      And "one town" and "another town" are linked by road
      When the region asks for advice
      Then no diversion is expected

    Example: Places without a link
      Given a region
      And in it "Mexico", as documented in "mexico-2006-12"
      And in it "Costa Rica", as documented in "costa-rica-2023"
      When the region asks for advice
      Then no diversion is expected

    Example: Little is known of the neighbour
      Given a region
      And in it "the pressed coast", where seizures come before everything else
      And in it "the neighbour", of which nothing is known
      And "the pressed coast" and "the neighbour" are linked by coast
      When the region asks for advice
      Then pressure may move from "the pressed coast" to "the neighbour"
      And "the neighbour" is asked "How does police capacity compare with the threat it faces today?"
