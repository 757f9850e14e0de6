package gpcm.node.demographics;

import gpcm.consultation.OdsCode;
import gpcm.mesh.Secret;
import gpcm.message.MailboxId;
import gpcm.node.config.LookUpSource;
import gpcm.node.config.MailboxAccess;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.OrganisationSettings.Role;
import gpcm.node.config.PdsSettings;
import gpcm.node.register.PatientRegisters;
import gpcm.node.register.RegisterTrouble;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import gpcm.pds.OurRecord;
import gpcm.pds.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Demographics over a real database, as nodes have them. */
@ExtendWith(DatabaseExtension.class)
abstract class DemographicsFixture {
  static final String HUB = "A99901";
  static final String CURRENT = "9990000018";

  @TempDir Path folder;
  final Told told = new Told();
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final List<AutoCloseable> open = new ArrayList<>();
  private DatabaseSettings settings;
  Database database;

  /** What people were told, in order. */
  static final class Told implements LookUpTrouble {
    final List<String> words = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

    /** What happens while it is told for the first time. */
    void meanwhile(Runnable happens) {
      meanwhile.set(happens);
    }

    @Override
    public void silent(String why) {
      meanwhile.getAndSet(() -> {}).run();
      words.add("silent: " + why);
    }

    @Override
    public void refused(String why) {
      words.add("refused: " + why);
    }

    @Override
    public void over() {
      words.add("over");
    }
  }

  @BeforeEach
  void openDatabase(DatabaseSettings given) {
    settings = given;
    database = another();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private Database another() {
    Database opened = Database.open(settings, folder);
    open.add(opened);
    return opened;
  }

  InstantSource clock() {
    return () -> Instant.now().plus(ahead.get());
  }

  void advance(Duration by) {
    ahead.updateAndGet(before -> before.plus(by));
  }

  static OrganisationSettings organisation(LookUpSource source, Optional<Path> patients) {
    return new OrganisationSettings(
            new OdsCode(HUB),
            "Sampleton Evening Hub",
            new MailboxId("A99901OT001"),
            new MailboxAccess.Password(Secret.of("password")),
            Set.of(Role.SENDER),
            patients)
        .lookingUpIn(source);
  }

  /** As another node of the database has it. */
  Demographics node(PdsSettings pds) {
    return demographics(another(), organisation(LookUpSource.PDS, Optional.empty()), pds);
  }

  Demographics demographics(OrganisationSettings organisation, Optional<PdsSettings> pds) {
    return demographics(database, organisation, pds.orElse(null));
  }

  private Demographics demographics(
      Database over, OrganisationSettings organisation, PdsSettings pdsOrNull) {
    PatientRegisters registers =
        PatientRegisters.open(
            List.of(organisation),
            clock(),
            ods ->
                new RegisterTrouble() {
                  @Override
                  public void told(String reason) {}

                  @Override
                  public void over() {}
                });
    open.add(registers);
    Demographics demographics =
        Demographics.open(
            List.of(organisation),
            Optional.ofNullable(pdsOrNull),
            registers,
            over.unflushed(),
            clock(),
            told);
    open.add(demographics);
    return demographics;
  }

  OurRecord ours(String nhsNumber) {
    return new OurRecord(
        nhsNumber,
        "Testpatient",
        List.of("Alpha", "Example"),
        "1957-01-09",
        "female",
        "Ms",
        LocalDate.ofInstant(clock().instant(), ZoneOffset.UTC),
        HUB,
        false);
  }

  Sought sought(String nhsNumber) {
    return new Sought(HUB, UUID.randomUUID(), ours(nhsNumber), Route.SUMMARY, false);
  }

  static Sought forAPerson(Sought sought) {
    return new Sought(
        sought.organisation(), sought.document(), sought.ours(), sought.route(), true);
  }

  /** As if so much time had gone by for the database. */
  void agePdsTrouble(Duration by) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "update pds_application set probe_at = probe_at - make_interval(secs =>"
                            + " :by), quiet_until = quiet_until - make_interval(secs => :by)")
                    .bind("by", by.toSeconds())
                    .execute());
  }
}
