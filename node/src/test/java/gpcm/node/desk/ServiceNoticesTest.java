package gpcm.node.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The notice at the head of every page, as two nodes of one database know it. */
@ExtendWith(DatabaseExtension.class)
class ServiceNoticesTest {
  private static final Duration A_MOMENT = Duration.ofMillis(1);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));
  private Database database;
  private ServiceNotices here;
  private ServiceNotices there;

  @BeforeEach
  void open(Database own) {
    database = own;
    here = node(own.unflushed());
    there = node(own.unflushed());
  }

  private ServiceNotices node(Jdbi reading) {
    return new ServiceNotices(database.jdbi(), reading, now::get);
  }

  private ServiceNotice notice(String words, Optional<Instant> until) {
    return new ServiceNotice(
        UUID.randomUUID(), words, until, now.get(), "L. Operator-Example", "A99901");
  }

  private ServiceNotice set(String words) {
    return set(words, Optional.empty());
  }

  private ServiceNotice set(String words, Optional<Instant> until) {
    ServiceNotice notice = notice(words, until);
    here.change(before -> Optional.of(notice));
    here.forget();
    return notice;
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Test
  void thereIsNoneBeforeSomebodySetsOne() {
    assertThat(here.now()).isEmpty();
    assertThat(here.known()).isEmpty();
    assertThat(here.last()).isEmpty();
  }

  @Test
  void whatIsSetIsReadAsItWas() {
    ServiceNotice notice =
        set(
            "MESH is late \u2013 \u201cdocuments\u201d wait",
            Optional.of(now.get().plusSeconds(60)));
    assertThat(here.now()).contains(notice);
    assertThat(here.last()).contains(notice);
  }

  @Test
  void anotherNodeShowsItAfterFiveSecondsAtTheLatest() {
    assertThat(there.now()).isEmpty();
    ServiceNotice notice = set("MESH is late");
    pass(ServiceNotices.FRESH.minus(A_MOMENT));
    assertThat(there.now()).as("it has not asked again").isEmpty();
    pass(A_MOMENT);
    assertThat(there.now()).contains(notice);
    assertThat(ServiceNotices.FRESH).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void anotherNodeShowsItNoMoreFiveSecondsAfterItWasTakenAway() {
    set("MESH is late");
    assertThat(there.now()).isPresent();
    here.change(before -> Optional.empty());
    pass(ServiceNotices.FRESH);
    assertThat(there.now()).isEmpty();
  }

  @Test
  void theNodeThatSetsItShowsItAtOnce() {
    assertThat(here.now()).isEmpty();
    ServiceNotice notice = set("MESH is late");
    assertThat(here.now()).contains(notice);
  }

  @Test
  void itIsGoneAtItsEndWithoutAnybodyAsking() {
    set("MESH is late", Optional.of(now.get().plusSeconds(2)));
    pass(Duration.ofSeconds(2).minus(A_MOMENT));
    assertThat(here.now()).isPresent();
    assertThat(here.known()).isPresent();
    pass(A_MOMENT);
    assertThat(here.now()).isEmpty();
    assertThat(here.known()).isEmpty();
    assertThat(here.last()).as("whoever set it still sees that it ended").isPresent();
  }

  @Test
  void aClockThatGoesBackKeepsNothingOldOnThePages() {
    assertThat(there.now()).isEmpty();
    pass(Duration.ofHours(-1));
    ServiceNotice notice = set("MESH is late");
    assertThat(there.now()).contains(notice);
  }

  @Test
  void oneTakesThePlaceOfTheOther() {
    ServiceNotice first = set("MESH is late");
    ServiceNotice second = notice("MESH is back", Optional.empty());
    assertThat(here.change(before -> Optional.of(second)))
        .isEqualTo(new ServiceNotices.Change(Optional.of(first), Optional.of(second)));
    assertThat(here.last()).contains(second);
  }

  @Test
  void whoeverRefusesAChangeLeavesTheOneThatStands() {
    ServiceNotice notice = set("MESH is late");
    assertThatThrownBy(
            () ->
                here.change(
                    before -> {
                      throw new IllegalStateException("not this one");
                    }))
        .hasMessage("not this one");
    assertThat(here.last()).contains(notice);
  }

  @Test
  void noMoreThanThreeHundredCharactersAreKept() {
    assertThat(set("x".repeat(ServiceNotice.LONGEST)).words()).hasSize(300);
    assertThatThrownBy(() -> set("x".repeat(ServiceNotice.LONGEST + 1)))
        .hasMessageContaining("service_notice_words_check");
  }

  @Test
  void whileTheDatabaseCannotBeAskedTheLastOneThatIsKnownStands() {
    AtomicReference<Boolean> broken = new AtomicReference<>(false);
    ServiceNotices node =
        node(
            Jdbi.create(
                () -> {
                  if (broken.get()) {
                    throw new SQLException("nobody is there");
                  }
                  return database.unflushed().open().getConnection();
                }));
    ServiceNotice notice = set("MESH is late");
    assertThat(node.now()).contains(notice);
    broken.set(true);
    here.change(before -> Optional.empty());
    pass(ServiceNotices.FRESH);
    assertThat(node.now()).contains(notice);
    broken.set(false);
    pass(ServiceNotices.FRESH);
    assertThat(node.now()).isEmpty();
  }
}
