package gpcm.node.people;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is kept of what somebody had typed, how much and how long. */
@ExtendWith(DatabaseExtension.class)
class TypedTextsTest {
  private static final Duration IDLE = SessionLimits.USUAL.idle();

  private PeopleFixture fixture;
  private TypedTexts typed;
  private Person person;
  private String session;

  @BeforeEach
  void open(Database database) {
    fixture = new PeopleFixture(database);
    typed = new TypedTexts(database.jdbi(), fixture.clock, SessionLimits.USUAL);
    person = fixture.person("one");
    session = fixture.begin(person, PeopleFixture.PRACTICE, Role.CLERK);
  }

  private static List<TypedText.Field> field(String text) {
    return List.of(new TypedText.Field("Text", text));
  }

  private List<TypedText> kept() {
    return typed.of(person.id(), PeopleFixture.PRACTICE);
  }

  @Test
  void itIsKeptFromTheMomentWhenTheSessionHasRunOut() {
    fixture.pass(IDLE.minusMillis(1));
    assertThat(typed.keep(session, "/", field("too early"))).isFalse();
    fixture.pass(Duration.ofMillis(1));
    assertThat(typed.keep(session, "/", field("x"))).isTrue();
    assertThat(kept()).hasSize(1);
  }

  @Test
  void itIsKeptForTwelveHoursAndNoLonger() {
    fixture.pass(IDLE);
    typed.keep(session, "/", field("x"));
    fixture.pass(Duration.ofHours(12).minusMillis(1));
    assertThat(kept()).hasSize(1);
    assertThat(typed.count(person.id(), PeopleFixture.PRACTICE)).isEqualTo(1);
    assertThat(typed.sweep()).isZero();
    fixture.pass(Duration.ofMillis(1));
    assertThat(kept()).isEmpty();
    assertThat(typed.count(person.id(), PeopleFixture.PRACTICE)).isZero();
    assertThat(typed.sweep()).isEqualTo(1);
  }

  @Test
  void theFirstTwentyFieldsAreKept() {
    List<TypedText.Field> many =
        IntStream.range(0, 25).mapToObj(n -> new TypedText.Field("Text", "text " + n)).toList();
    fixture.pass(IDLE);
    typed.keep(session, "/", many);
    assertThat(kept().getFirst().fields()).isEqualTo(many.subList(0, 20));
  }

  @Test
  void noMoreThanSixtyFourKilobytesAreKept() {
    TypedText.Field half = new TypedText.Field("Text", "\u00e9".repeat(16 << 10));
    fixture.pass(IDLE);
    typed.keep(session, "/", List.of(half, half, new TypedText.Field("Text", "x")));
    assertThat(kept().getFirst().fields()).containsExactly(half, half);
  }

  @Test
  void theLastTwentyFormsAreKeptAndOthersLoseNoneByIt() {
    Person other = fixture.person("other");
    String theirs = fixture.begin(other, PeopleFixture.PRACTICE, Role.CLERK);
    fixture.pass(IDLE);
    typed.keep(theirs, "/", field("theirs"));
    for (int n = 0; n < 25; n++) {
      fixture.pass(Duration.ofSeconds(1));
      typed.keep(session, "/", field("form " + n));
    }
    assertThat(kept()).hasSize(20);
    assertThat(kept().getFirst().fields()).isEqualTo(field("form 24"));
    assertThat(kept().getLast().fields()).isEqualTo(field("form 5"));
    assertThat(typed.of(other.id(), PeopleFixture.PRACTICE)).hasSize(1);
  }

  @Test
  void whereNothingWasTypedNothingIsKept() {
    fixture.pass(IDLE);
    assertThat(typed.keep(session, "/", List.of())).isFalse();
    assertThat(kept()).isEmpty();
  }

  @Test
  void aFormIsKnownByItsTokenAsThatOfItsPersonAtItsOrganisation() {
    String token = Token.ofForms(session);
    fixture.pass(IDLE);
    assertThat(fixture.sessions.made(token, person.id(), PeopleFixture.PRACTICE)).isTrue();
    assertThat(fixture.sessions.made(token, person.id(), PeopleFixture.HUB)).isFalse();
    assertThat(fixture.sessions.made(token, fixture.person("x").id(), PeopleFixture.PRACTICE))
        .isFalse();
    assertThat(fixture.sessions.made("x", person.id(), PeopleFixture.PRACTICE)).isFalse();
  }
}
