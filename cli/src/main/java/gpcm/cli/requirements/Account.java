package gpcm.cli.requirements;

import gpcm.rules.catalogue.Requirement;
import gpcm.rules.catalogue.UserStory;
import java.util.List;

/** Requirements and user stories that were asked for. */
record Account(List<Requirement> requirements, List<UserStory> stories) {
  Account {
    requirements = List.copyOf(requirements);
    stories = List.copyOf(stories);
  }

  Account of(String useCase) {
    return new Account(
        requirements.stream().filter(r -> r.useCase().equals(useCase)).toList(),
        stories.stream().filter(s -> s.useCase().equals(useCase)).toList());
  }

  Account withoutStories() {
    return new Account(requirements, List.of());
  }

  /** Of a story only the criteria that are open; a story with none of them is left out. */
  Account open() {
    return new Account(
        requirements.stream().filter(r -> r.kind() == Requirement.Kind.OPEN).toList(),
        stories.stream().flatMap(story -> story.open().stream()).toList());
  }
}
