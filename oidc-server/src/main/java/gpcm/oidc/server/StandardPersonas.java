package gpcm.oidc.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The personas that are there unless others are given. */
final class StandardPersonas {
  private static final List<String> TOTP_AND_KEY = List.of("AAL2_TOTP", "AAL3_FIDO2");
  private static final List<String> SMARTCARD = List.of("AAL3_CIS2_SMARTCARD");

  private final Organisation practice;
  private final Organisation hub;
  private final List<Persona> all = new ArrayList<>();

  private StandardPersonas(Organisation practice, Organisation hub) {
    this.practice = practice;
    this.hub = hub;
  }

  /**
   * One for each role of ours, and those with whom something is wrong.
   *
   * @param practice where most of them work
   * @param hub where the sender works
   */
  static List<Persona> at(Organisation practice, Organisation hub) {
    StandardPersonas personas = new StandardPersonas(practice, hub);
    personas.addGood();
    personas.addUnfit();
    personas.addMisbehaving();
    return List.copyOf(personas.all);
  }

  private void addGood() {
    all.add(person(1, "clerk", "works the incoming list", TOTP_AND_KEY, clerical(1, practice)));
    all.add(
        person(
            2,
            "clinician",
            "reviews and decides",
            SMARTCARD,
            role(2, practice, "S8000:G8000:R8000", clinical("Clinical Practitioner"), "B0360")));
    all.add(
        person(
            3,
            "sender",
            "sends and follows up",
            TOTP_AND_KEY,
            role(3, hub, "S8000:G8001:R8006", administrative("Medical Secretary"))));
    all.add(
        person(
            4,
            "operator",
            "keeps the node running",
            TOTP_AND_KEY,
            role(4, practice, "S8000:G8002:R8015", administrative("Systems Support"))));
    all.add(
        person(
            5,
            "auditor",
            "reads the log",
            TOTP_AND_KEY,
            role(5, practice, "S8001:G8003:R0001", administrative("Privacy Officer"))));
    all.add(
        person(
            6,
            "administrator",
            "settings and assignments",
            TOTP_AND_KEY,
            role(
                6,
                practice,
                "S8000:G8001:R8008",
                administrative("Admin/Clinical Support"),
                "B0062")));
    all.add(
        person(
            7,
            "several-roles",
            "chooses a role while signing in",
            SMARTCARD,
            clerical(7, practice),
            role(8, practice, "S8000:G8000:R8001", clinical("Nurse"), "B0360"),
            role(9, hub, "S8000:G8001:R8006", administrative("Medical Secretary"))));
  }

  /** With whom the provider is right and the client has to say no. */
  private void addUnfit() {
    all.add(person(10, "no-role", "holds no role anywhere", TOTP_AND_KEY));
    all.add(
        person(
            11,
            "unmapped-role",
            "holds a role that gives nothing here",
            TOTP_AND_KEY,
            role(11, practice, "S8000:G8001:R8009", administrative("Receptionist"))));
    all.add(
        person(
            12,
            "elsewhere",
            "works at an organisation that is not served here",
            TOTP_AND_KEY,
            clerical(12, new Organisation("Z99999", "Faraway Surgery"))));
    all.add(
        person(
            13,
            "password-only",
            "signs in with less than a second factor",
            List.of("AAL1_USERPASS"),
            clerical(13, practice)));
    Persona clerk =
        person(
            14, "low-identity", "was never well identified", TOTP_AND_KEY, clerical(14, practice));
    all.add(
        new Persona(
            clerk.id(),
            clerk.purpose(),
            clerk.name(),
            clerk.nationalId(),
            1,
            clerk.authenticators(),
            clerk.roles(),
            clerk.organisations(),
            Map.of(),
            Misbehaviour.NONE));
  }

  private void addMisbehaving() {
    Persona somebody = person(20, "somebody", "", TOTP_AND_KEY, clerical(20, practice));
    for (Misbehaviour each : Misbehaviour.values()) {
      if (each != Misbehaviour.NONE) {
        all.add(somebody.misbehaving(each.name().toLowerCase(Locale.ROOT).replace('_', '-'), each));
      }
    }
  }

  private Persona person(
      int number, String id, String purpose, List<String> authenticators, NationalRole... roles) {
    String given = Character.toUpperCase(id.charAt(0)) + id.substring(1).replace('-', ' ');
    return new Persona(
        id,
        purpose,
        new Persona.Name(given, "Persona-Example"),
        "91000000%04d".formatted(number),
        3,
        authenticators,
        List.of(roles),
        List.of(practice, hub),
        Map.of(),
        Misbehaviour.NONE);
  }

  private static NationalRole clerical(int number, Organisation organisation) {
    return role(number, organisation, "S8000:G8001:R8010", administrative("Clerical"));
  }

  private static NationalRole role(
      int number, Organisation organisation, String code, String name, String... activities) {
    return new NationalRole(
        "55500000%04d".formatted(number), organisation.code(), code, name, List.of(activities));
  }

  private static String clinical(String name) {
    return "\"Clinical\":\"Clinical Provision\":\"%s Access Role\"".formatted(name);
  }

  private static String administrative(String name) {
    return "\"Admin & Clerical\":\"Admin & Clerical\":\"%s Access Role\"".formatted(name);
  }
}
