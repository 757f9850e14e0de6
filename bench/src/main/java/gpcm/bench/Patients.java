package gpcm.bench;

import gpcm.consultation.NhsNumber;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.node.testing.LocalNetwork;
import gpcm.pds.server.PdsServer;
import gpcm.pds.server.StandInPatient;
import java.util.List;
import java.util.stream.IntStream;

/** Fictional patients of the practice, so many that each has to be looked up. Thread-safe. */
public final class Patients {
  private static final List<String> NUMBERS = between(9_991_000_00, 9_991_004_00);
  private static final List<String> OF_NO_PRACTICE = between(9_992_000_00, 9_992_004_00);

  private Patients() {}

  private static List<String> between(int first, int end) {
    return IntStream.range(first, end)
        .boxed()
        .flatMap(
            nine ->
                IntStream.range(0, 10)
                    .mapToObj(digit -> nine + Integer.toString(digit))
                    .filter(NhsNumber::isValid))
        .toList();
  }

  /** The NHS number of one of them; the next count gives another one. */
  public static String of(int count) {
    return NUMBERS.get(Math.floorMod(count, NUMBERS.size()));
  }

  /** As {@link #of(int)}, of somebody whom PDS knows, but no practice. */
  public static String ofNoPractice(int count) {
    return OF_NO_PRACTICE.get(Math.floorMod(count, OF_NO_PRACTICE.size()));
  }

  /** All their NHS numbers. */
  public static List<String> all() {
    return NUMBERS;
  }

  /** A network's MESH server and practice know them. */
  public static void register(LocalNetwork.Builder network) {
    RegisteredPatient one = LocalNetwork.PATIENT;
    NUMBERS.forEach(
        number ->
            network.patient(
                new RegisteredPatient(number, one.birthDate(), one.surname(), one.practiceOds())));
  }

  /** The stand-in for PDS knows them, and those of no practice as well. */
  public static void register(PdsServer pds) {
    StandInPatient.Details one =
        pds.patients().stream()
            .filter(each -> each.nhsNumber().equals(LocalNetwork.PATIENT.nhsNumber()))
            .map(each -> ((StandInPatient.Says.Patient) each.as()).details())
            .findFirst()
            .orElseThrow();
    NUMBERS.forEach(number -> pds.put(as(one, number, one.registrations())));
    OF_NO_PRACTICE.forEach(number -> pds.put(as(one, number, List.of())));
  }

  private static StandInPatient as(
      StandInPatient.Details one, String number, List<StandInPatient.Registration> registrations) {
    return new StandInPatient(
        number,
        "current",
        "one of many",
        new StandInPatient.Says.Patient(
            new StandInPatient.Details(
                number,
                one.security(),
                one.family(),
                one.given(),
                one.prefix(),
                one.birthDate(),
                one.gender(),
                registrations,
                one.died(),
                one.deathStatus(),
                one.removal(),
                one.removedFrom())));
  }
}
