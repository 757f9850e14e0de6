package gpcm.node.viewing;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.people.People;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SessionLimits;
import gpcm.node.people.Sessions;
import gpcm.node.people.SignIn;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.viewing.ViewingTickets.Admission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a ticket opens, and for how long. */
@ExtendWith(DatabaseExtension.class)
class ViewingTicketsTest {
  private static final String FILE =
      "/viewing/worklist/0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57/files/0";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));
  private final InstantSource clock = now::get;
  private Database database;
  private Sessions sessions;
  private ViewingTickets tickets;

  @BeforeEach
  void open(Database own) {
    database = own;
    sessions = new Sessions(own.jdbi(), clock, SessionLimits.USUAL);
    tickets = new ViewingTickets(own.jdbi(), clock);
  }

  @Test
  void aTicketOpensItsFileOnEveryNode() {
    UUID session = sessions.use(begin("one")).orElseThrow().session();
    String ticket = tickets.make(FILE, session);
    ViewingTickets ofAnotherNode = new ViewingTickets(database.jdbi(), clock);
    assertThat(ofAnotherNode.admit(ticket, FILE))
        .hasValueSatisfying(admission -> assertThat(admission.isFor(session)).isTrue());
  }

  @Test
  void aTicketIsNotForAnotherSession() {
    UUID session = sessions.use(begin("one")).orElseThrow().session();
    UUID another = sessions.use(begin("two")).orElseThrow().session();
    Admission admission = tickets.admit(tickets.make(FILE, session), FILE).orElseThrow();
    assertThat(admission.isFor(another)).isFalse();
  }

  @Test
  void aTicketOpensNoOtherFile() {
    String ticket = tickets.make(FILE, session());
    assertThat(tickets.admit(ticket, FILE.replace("files/0", "files/1"))).isEmpty();
    assertThat(tickets.admit(ticket, FILE)).isPresent();
  }

  @Test
  void aTicketEndsWithItsTime() {
    String ticket = tickets.make(FILE, session());
    pass(ViewingTickets.LASTING.minusSeconds(1));
    assertThat(tickets.admit(ticket, FILE)).isPresent();
    pass(Duration.ofSeconds(1));
    assertThat(tickets.admit(ticket, FILE)).isEmpty();
  }

  @Test
  void aTicketEndsWithItsSession() {
    String id = begin("one");
    String ticket = tickets.make(FILE, sessions.use(id).orElseThrow().session());
    assertThat(tickets.admit(ticket, FILE)).isPresent();
    sessions.end(id);
    assertThat(tickets.admit(ticket, FILE)).isEmpty();
  }

  @Test
  void whatIsNoTicketOpensNothing() {
    String ticket = tickets.make(FILE, session());
    assertThat(tickets.admit("", FILE)).isEmpty();
    assertThat(tickets.admit(ticket.substring(1), FILE)).isEmpty();
    assertThat(tickets.admit(ticket.toUpperCase(java.util.Locale.ROOT), FILE)).isEmpty();
  }

  @Test
  void whatIsKeptOpensNothing() {
    String ticket = tickets.make(FILE, session());
    String row =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("select viewing_ticket::text from viewing_ticket")
                        .mapTo(String.class)
                        .one());
    assertThat(row).doesNotContain(ticket);
  }

  @Test
  void ticketsThatOpenNothingAreForgotten() {
    tickets.make(FILE, session());
    assertThat(tickets.sweep()).isZero();
    pass(ViewingTickets.LASTING.plusSeconds(1));
    assertThat(tickets.sweep()).isEqualTo(1);
  }

  private UUID session() {
    return sessions.use(begin("somebody")).orElseThrow().session();
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private String begin(String subject) {
    Person person =
        new People(database.jdbi(), clock)
            .known("https://provider.example", subject, "Fictional " + subject, Optional.empty());
    SignIn signIn =
        new SignIn(
            person, "A99902", Set.of(Role.CLERK), Set.of(), Optional.empty(), 2, clock.instant());
    return sessions.begin(signIn, "127.0.0.1", "a browser");
  }
}
