package gpcm.consultation.json;

import gpcm.consultation.Address;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.Consultation;
import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.Gender;
import gpcm.consultation.NhsNumber;
import gpcm.consultation.NhsNumberVerification;
import gpcm.consultation.OdsCode;
import gpcm.consultation.Organisation;
import gpcm.consultation.Patient;
import gpcm.consultation.PatientContact;
import gpcm.consultation.PersonName;
import gpcm.consultation.Postcode;
import gpcm.consultation.Practitioner;
import gpcm.consultation.ReportedEncounter;
import gpcm.consultation.SdsUserId;
import gpcm.consultation.Section;
import gpcm.consultation.SectionItem;
import gpcm.consultation.Telephone;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Makes valid consultations of every shape from a seed. */
final class ConsultationGenerator {
  private static final List<String> WORDS =
      List.of(
          "Alpha",
          "Llanfair-pwll",
          "Łódź",
          "İstanbul",
          "Αθήνα",
          "Привет",
          "سلام",
          "שלום",
          "王小明",
          "🙂",
          "a \"quote\"",
          "b\\c",
          "</script>",
          "é");

  private final Random random;

  ConsultationGenerator(long seed) {
    this.random = new Random(seed);
  }

  Consultation consultation() {
    int version = 1 + random.nextInt(5);
    Organisation organisation = organisation(Optional.of(telephone()));
    return new Consultation(
        Consultation.SUMMARY,
        new ReportedEncounter(
            new UUID(random.nextLong(), random.nextLong()).toString(),
            version,
            random.nextBoolean(),
            Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)),
            version > 1
                ? maybe(() -> new UUID(random.nextLong(), random.nextLong()).toString())
                : Optional.empty()),
        new Patient(
            nhsNumber(),
            pick(List.of(NhsNumberVerification.values())),
            name(),
            LocalDate.of(1900, 1, 1).plusDays(random.nextInt(45_000)),
            pick(List.of(Gender.values())),
            new PatientContact(
                maybe(this::address),
                maybe(this::address),
                maybe(this::telephone),
                maybe(this::telephone),
                maybe(this::telephone))),
        new Practitioner(
            new SdsUserId("555%09d".formatted(random.nextInt(1_000_000_000))),
            name(),
            words(),
            maybe(this::telephone)),
        organisation,
        organisation(maybe(this::telephone)),
        list(4, () -> new Section(words(), list(1 + random.nextInt(5), this::item))),
        list(random.nextInt(3), this::item),
        IntStream.range(0, random.nextInt(4))
            .mapToObj(
                i ->
                    new DeclaredAttachment(
                        i + " " + words().replace('/', '-').replace('\\', '-'),
                        words(),
                        "text/plain"))
            .toList());
  }

  private SectionItem item() {
    boolean confidential = random.nextInt(4) == 0;
    return switch (random.nextInt(4)) {
      case 0 -> new SectionItem.TextItem(words() + "\n\t" + words() + "\u0001", confidential);
      case 1 -> new SectionItem.CodedItem(code(), confidential);
      case 2 ->
          new SectionItem.ValueItem(
              words(),
              maybe(this::code),
              new BigDecimal(BigInteger.valueOf(random.nextLong(1_000_000)), random.nextInt(6)),
              maybe(this::words),
              confidential);
      default -> {
        int columns = 1 + random.nextInt(4);
        yield new SectionItem.TableItem(
            words(),
            list(columns, this::words),
            list(
                random.nextInt(4),
                () -> list(columns, () -> random.nextInt(3) == 0 ? "" : words())),
            confidential);
      }
    };
  }

  private ClinicalCode code() {
    return new ClinicalCode(
        pick(List.of(ClinicalCode.Terminology.values())),
        pick(List.of("405737000", "149951000000107")),
        words());
  }

  private NhsNumber nhsNumber() {
    while (true) {
      String nine = "999%06d".formatted(random.nextInt(1_000_000));
      Optional<String> valid =
          IntStream.range(0, 10)
              .mapToObj(digit -> nine + digit)
              .filter(NhsNumber::isValid)
              .findFirst();
      if (valid.isPresent()) {
        return new NhsNumber(valid.get());
      }
    }
  }

  private Organisation organisation(Optional<Telephone> telephone) {
    return new Organisation(
        new OdsCode("A99%03d".formatted(random.nextInt(1_000))),
        words(),
        telephone,
        maybe(() -> "hub@sampleton.example"),
        maybe(this::words),
        maybe(this::address));
  }

  private PersonName name() {
    return new PersonName(words(), list(random.nextInt(4), this::words), maybe(this::words));
  }

  private Address address() {
    return new Address(
        list(1 + random.nextInt(5), this::words),
        maybe(this::words),
        maybe(this::words),
        maybe(() -> new Postcode("ZZ99 3CZ")),
        maybe(this::words));
  }

  private Telephone telephone() {
    return new Telephone("01632960%03d".formatted(random.nextInt(1_000)));
  }

  private String words() {
    return String.join(" ", list(1 + random.nextInt(3), () -> pick(WORDS)));
  }

  private <T> List<T> list(int size, Supplier<T> element) {
    return IntStream.range(0, size).mapToObj(i -> element.get()).toList();
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
