package gpcm.node.people;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the first administrator of an organisation comes in. */
@ExtendWith(DatabaseExtension.class)
class FirstAdministratorTest {
  private static final String PRACTICE = PeopleFixture.PRACTICE;

  private Directory directory;

  @BeforeEach
  void open(Database database) {
    directory = Directory.of(database.jdbi(), InstantSource.system());
  }

  private Person opened(String secret) {
    return directory
        .links()
        .open(secret)
        .flatMap(link -> directory.people().find(link.person()))
        .orElseThrow();
  }

  @Test
  void aLinkIsMadeAgainUntilItsPersonHasSetAPassword() {
    String first = directory.firstAdministrator(PRACTICE).orElseThrow();
    String second = directory.firstAdministrator(PRACTICE).orElseThrow();
    assertThat(directory.links().open(first)).as("the one before").isEmpty();
    Person person = opened(second);
    assertThat(directory.people().organisations(person.id())).containsExactly(PRACTICE);
    directory.accounts().setPassword(person, "four plain words here");
    assertThat(directory.firstAdministrator(PRACTICE)).isEmpty();
  }

  @Test
  void whereSomebodyElseAdministersThereIsNone() {
    Person other = directory.accounts().create("somebody", "Somebody", "four plain words here");
    directory.people().firstAdministrator(other.id(), PRACTICE);
    assertThat(directory.firstAdministrator(PRACTICE)).isEmpty();
  }

  @Test
  void eachOrganisationHasItsOwn() {
    Person practice = opened(directory.firstAdministrator(PRACTICE).orElseThrow());
    Person hub = opened(directory.firstAdministrator(PeopleFixture.HUB).orElseThrow());
    assertThat(hub.id()).isNotEqualTo(practice.id());
    assertThat(directory.people().organisations(hub.id())).containsExactly(PeopleFixture.HUB);
  }
}
