package gpcm.node.demographics;

import gpcm.node.config.LookUpSource;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.PdsSettings;
import gpcm.node.ledger.SetWrite;
import gpcm.node.register.PatientRegister;
import gpcm.node.register.PatientRegisters;
import gpcm.node.register.Placement;
import gpcm.node.register.RegisterUnavailableException;
import gpcm.node.register.RegisteredPatient;
import gpcm.pds.LookUp;
import gpcm.pds.OurRecord;
import gpcm.pds.PdsAnswer;
import gpcm.pds.PdsPatient;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks who a patient is and where they are registered, before a document about them is sent
 * (GPCM-SD-CS-071, -072): for each organisation at PDS, in its own register, or not at all.
 * Thread-safe.
 */
public final class Demographics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Demographics.class);
  private static final ZoneId HERE = ZoneId.of("Europe/London");

  private final Map<String, PatientSource> sources;
  private final PatientRegisters registers;
  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Optional<PdsSource> pds;

  private Demographics(
      Map<String, PatientSource> sources,
      PatientRegisters registers,
      Jdbi jdbi,
      InstantSource clock,
      Optional<PdsSource> pds) {
    this.sources = Map.copyOf(sources);
    this.registers = registers;
    this.jdbi = jdbi;
    this.clock = clock;
    this.pds = pds;
  }

  /**
   * Opens what is configured, and says in the log who is asked for whom.
   *
   * @param registers the organisations' own; whoever opened them closes them
   * @param jdbi the nodes' database, without waiting for the disk
   * @param trouble hears when PDS cannot be asked by anybody
   * @throws RuntimeException when the key of PDS cannot be used
   */
  public static Demographics open(
      List<OrganisationSettings> organisations,
      Optional<PdsSettings> settings,
      PatientRegisters registers,
      Jdbi jdbi,
      InstantSource clock,
      LookUpTrouble trouble) {
    boolean wanted = organisations.stream().anyMatch(each -> each.lookUp() == LookUpSource.PDS);
    Optional<PdsSource> pds =
        settings.filter(given -> wanted).map(given -> PdsSource.open(given, jdbi, clock, trouble));
    Map<String, PatientSource> sources = new HashMap<>();
    for (OrganisationSettings each : organisations) {
      String ods = each.ods().value();
      switch (each.lookUp()) {
        case PDS -> sources.put(ods, pds.orElseThrow());
        case REGISTER -> sources.put(ods, new RegisterSource(registers.of(ods), clock));
        case NONE -> {}
      }
      if (each.sends()) {
        LOG.info("{}", words(each, settings));
      }
    }
    return new Demographics(sources, registers, jdbi, clock, pds);
  }

  private static String words(OrganisationSettings organisation, Optional<PdsSettings> settings) {
    String who = "before documents of " + organisation.ods().value() + " are sent, ";
    return switch (organisation.lookUp()) {
      case PDS ->
          who
              + "their patients are looked up at PDS ("
              + settings.orElseThrow().url().getRawAuthority()
              + ")";
      case REGISTER -> who + "their patients are looked up in its own register";
      case NONE -> who + "nobody is looked up: the submitting system has done that itself";
    };
  }

  /** Under which name the nodes keep what they hear of PDS; empty when it is not asked. */
  public Optional<String> pds() {
    return pds.map(PdsSource::application);
  }

  /**
   * Whether PDS can be reached now; nobody is looked up.
   *
   * @return what is wrong; empty when all is well, and when PDS is not asked at all
   * @throws InterruptedException when the thread is to stop
   */
  public Optional<String> reach() throws InterruptedException {
    return pds.isPresent() ? pds.get().reach() : Optional.empty();
  }

  /**
   * Sees whether PDS answers again when it has been silent and no document has asked it for longer
   * than one that waits would let go by. Nobody is looked up for it; what people were told is over
   * when it answers. That it refuses this system only a look-up shows. One node of those of a
   * database asks.
   *
   * @throws InterruptedException when the thread is to stop
   */
  public void askAnew() throws InterruptedException {
    if (pds.isPresent()) {
      pds.get().askAnew();
    }
  }

  /** Whether an organisation's patients are looked up. */
  public boolean asks(String organisation) {
    return sources.containsKey(organisation);
  }

  /**
   * Looks a patient up. That nobody answers is an outcome, and so is that this system is refused.
   *
   * @throws IllegalArgumentException for an organisation whose patients are not looked up
   * @throws InterruptedException when the thread is to stop; nothing came of it then
   */
  public Checked check(Sought sought) throws InterruptedException {
    PatientSource source = sources.get(sought.organisation());
    if (source == null) {
      throw new IllegalArgumentException(
          "patients of " + sought.organisation() + " are not looked up");
    }
    String number = sought.ours().nhsNumber();
    Optional<LookUpRows.Last> last = last(sought.document());
    Optional<LookUpRows.Last> open = last.filter(each -> each.leftOpen(number));
    int attempts = open.map(LookUpRows.Last::attempts).orElse(0) + 1;
    String request =
        open.map(LookUpRows.Last::request).orElseGet(() -> UUID.randomUUID().toString());
    PatientSource.Said said =
        source.ask(sought, request, last.filter(LookUpRows.Last::answered).isPresent());
    try {
      return judged(sought, source, said, attempts);
    } catch (RegisterUnavailableException e) {
      PdsAnswer later = new PdsAnswer.Unavailable(e.getMessage(), Optional.empty());
      return checked(
          LookUp.of(later, sought.ours(), LookUp.LocalPatients.NONE, today()),
          sought,
          source,
          new PatientSource.Said(later, said.at(), said.request()),
          attempts);
    }
  }

  private Optional<LookUpRows.Last> last(UUID document) {
    return jdbi.withHandle(handle -> LookUpRows.last(handle, document));
  }

  /** The NHS number under which a document goes by its look-ups; empty without one. */
  public Optional<String> numberOf(UUID document) {
    return jdbi.withHandle(handle -> LookUpRows.sendNumber(handle, document));
  }

  /** Keeps a look-up of a document, all told, whatever becomes of it. */
  public void keep(Sought sought, Checked checked, LookUp lookUp) {
    SetWrite write = new SetWrite();
    write.add(LookUpRows.KEPT, LookUpRows.row(sought, checked, lookUp));
    jdbi.useHandle(write::run);
  }

  private Checked judged(
      Sought sought, PatientSource source, PatientSource.Said said, int attempts) {
    PatientRegister register = registers.of(sought.organisation());
    OurRecord ours = placed(sought.ours(), register);
    LookUp lookUp =
        LookUp.of(said.answer(), ours, new OtherPatients(jdbi, register).than(ours), today());
    return checked(lookUp, sought, source, said, attempts);
  }

  // What a patient is to the organisation, its register knows better than whoever hands in.
  private static OurRecord placed(OurRecord ours, PatientRegister register) {
    return regular(ours, register).map(ours::registeredHere).orElse(ours);
  }

  private static Optional<Boolean> regular(OurRecord ours, PatientRegister register) {
    return register.withNumber(RegisterSource.sought(ours)).stream()
        .map(RegisteredPatient::placement)
        .map(Placement::regular)
        .flatMap(Optional::stream)
        .reduce((one, other) -> one && other);
  }

  /**
   * Whether an organisation's own register has a patient as Regular; empty when it does not say, or
   * cannot be asked now.
   */
  public Optional<Boolean> regularHere(String organisation, OurRecord ours) {
    try {
      return regular(ours, registers.of(organisation));
    } catch (RegisterUnavailableException e) {
      return Optional.empty();
    }
  }

  private Checked checked(
      LookUp lookUp, Sought sought, PatientSource source, PatientSource.Said said, int attempts) {
    Optional<PdsPatient> patient =
        said.answer() instanceof PdsAnswer.Found(PdsPatient found)
            ? Optional.of(found)
            : Optional.empty();
    Optional<String> why =
        switch (said.answer()) {
          case PdsAnswer.Refused refused -> Optional.of(refused.why());
          case PdsAnswer.Unavailable unavailable -> Optional.of(unavailable.why());
          case PdsAnswer.Found found -> Optional.empty();
          case PdsAnswer.NotFound none -> Optional.empty();
          case PdsAnswer.Invalidated withdrawn -> Optional.empty();
          case PdsAnswer.Malformed malformed -> Optional.empty();
        };
    return new Checked(
        lookUp,
        said.at(),
        said.request(),
        source.name(),
        new Checked.Particulars(
            sought.ours().nhsNumber(),
            patient.map(PdsPatient::version).orElse(""),
            patient.map(each -> each.confidentiality().code()).orElse(""),
            why,
            attempts,
            why.map(unanswered -> clock.instant().plus(LookUpPause.after(said.answer(), attempts))),
            patient.flatMap(PdsPatient::name).map(PdsPatient.Name::family).orElse(""),
            patient.map(PdsPatient::birthDate).orElse("")));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), HERE);
  }

  @Override
  public void close() {
    pds.ifPresent(PdsSource::close);
  }
}
