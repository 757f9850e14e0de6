package gpcm.node.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people set for themselves. */
@ExtendWith(DatabaseExtension.class)
class OwnSettingsTest {
  private PeopleFixture fixture;
  private OwnSettings settings;
  private UUID one;
  private UUID other;

  @BeforeEach
  void open(Database database) {
    fixture = new PeopleFixture(database);
    settings = new OwnSettings(database.jdbi(), fixture.clock);
    one = fixture.person("one").id();
    other = fixture.person("other").id();
  }

  @Test
  void whoHasSetNothingHasTwentyFiveRows() {
    assertThat(settings.rows(one)).isEqualTo(25);
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 50, 100})
  void whatTheySetIsTheirs(int rows) {
    assertThat(settings.rows(one, rows)).as("before").isEqualTo(25);
    assertThat(settings.rows(one)).isEqualTo(rows);
    assertThat(settings.rows(other)).as("of others").isEqualTo(25);
  }

  @Test
  void whatTheySetLaterTakesItsPlace() {
    assertThat(settings.rows(one, 100)).isEqualTo(25);
    assertThat(settings.rows(one, 50)).isEqualTo(100);
    assertThat(settings.rows(one)).isEqualTo(50);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -25, 24, 26, 1000})
  void anyOtherNumberIsRefused(int rows) {
    assertThatThrownBy(() -> settings.rows(one, rows))
        .hasMessageContaining("[25, 50, 100], not " + rows);
    assertThat(settings.rows(one)).isEqualTo(25);
  }

  @Test
  void signingInAgainChangesNothing() {
    settings.rows(one, 100);
    assertThat(settings.rows(fixture.person("one").id())).isEqualTo(100);
  }
}
