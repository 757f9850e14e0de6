package gpcm.audit.fhir;

import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who took part: the two machines, the person or program, and the organisation it was done for. */
final class Agents {
  private static final Code SOURCE = Code.dicom("110153", "Source Role ID");
  private static final Code DESTINATION = Code.dicom("110152", "Destination Role ID");
  private static final String IP_ADDRESS = "2";
  private static final String MACHINE_NAME = "1";
  private static final String ODS = "https://fhir.nhs.uk/Id/ods-organization-code";
  private static final String ROLE_PROFILE = "https://fhir.nhs.uk/Id/sds-role-profile-id";

  private Agents() {}

  static List<Map<String, Object>> of(AuditEntry entry, Shape shape) {
    List<Map<String, Object>> agents = new ArrayList<>();
    if (shape.kind() != Shape.Kind.PLAIN) {
      boolean outwards = shape.kind() == Shape.Kind.READ || shape.kind() == Shape.Kind.DISCLOSED;
      agents.add(other(entry, outwards ? DESTINATION : SOURCE));
      agents.add(node(entry, outwards ? SOURCE : DESTINATION));
    }
    agents.add(user(entry.actor(), userType(shape), entry.purpose()));
    entry
        .second()
        .ifPresent(
            second -> agents.add(user(second, participation("VRF", "verifier"), entry.purpose())));
    entry.actor().roleProfile().ifPresent(profile -> agents.add(roleProfile(profile)));
    agents.add(organisation(entry.organisation()));
    return agents;
  }

  // The machine that asked, or that a document came from.
  private static Map<String, Object> other(AuditEntry entry, Code type) {
    Map<String, Object> agent = agent(type);
    Optional<String> address = entry.place().address();
    agent.put("who", Map.of("display", address.orElse(entry.actor().id())));
    agent.put("requestor", false);
    address.ifPresent(at -> agent.put("network", network(at, IP_ADDRESS)));
    return agent;
  }

  private static Map<String, Object> node(AuditEntry entry, Code type) {
    Map<String, Object> agent = agent(type);
    agent.put("who", observer(entry));
    agent.put("requestor", false);
    agent.put("network", network(entry.place().node(), MACHINE_NAME));
    return agent;
  }

  /** The node, as it stands in {@code source}, too. */
  static Map<String, Object> observer(AuditEntry entry) {
    return Map.of("display", entry.place().node() + " (gpcm " + entry.place().software() + ")");
  }

  private static Map<String, Object> network(String address, String type) {
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("address", address);
    network.put("type", type);
    return network;
  }

  private static Code userType(Shape shape) {
    return switch (shape.kind()) {
      case CREATE, UPDATE -> participation("AUT", "author (originator)");
      case DELETE -> participation("CST", "custodian");
      default -> participation("IRCP", "information recipient");
    };
  }

  private static Code participation(String code, String display) {
    return Code.terminology("v3-ParticipationType", code, display);
  }

  private static Map<String, Object> user(Actor actor, Code type, String purpose) {
    Map<String, Object> agent = agent(type);
    if (!actor.roles().isEmpty() || actor.nationalRole().isPresent()) {
      List<Map<String, Object>> roles = new ArrayList<>();
      actor.roles().forEach(role -> roles.add(Map.of("text", role)));
      actor
          .nationalRole()
          .ifPresent(code -> roles.add(Map.of("coding", List.of(Map.of("code", code)))));
      agent.put("role", roles);
    }
    Map<String, Object> who = new LinkedHashMap<>();
    who.put("type", actor.kind() == Actor.Kind.PERSON ? "Practitioner" : "Device");
    who.put("identifier", Map.of("value", actor.id()));
    actor.name().ifPresent(name -> who.put("display", name));
    agent.put("who", who);
    actor.name().ifPresent(name -> agent.put("name", name));
    agent.put("requestor", true);
    agent.put("purposeOfUse", List.of(purpose(purpose)));
    return agent;
  }

  static Map<String, Object> purpose(String code) {
    Map<String, Object> coding = new LinkedHashMap<>();
    coding.put("system", "http://terminology.hl7.org/CodeSystem/v3-ActReason");
    coding.put("code", code);
    return Map.of("coding", List.of(coding));
  }

  private static Map<String, Object> roleProfile(String id) {
    return reference("PractitionerRole", ROLE_PROFILE, id);
  }

  private static Map<String, Object> organisation(String ods) {
    return reference("Organization", ODS, ods);
  }

  private static Map<String, Object> reference(String type, String system, String value) {
    Map<String, Object> who = new LinkedHashMap<>();
    who.put("type", type);
    who.put("identifier", identifier(system, value));
    Map<String, Object> agent = new LinkedHashMap<>();
    agent.put("who", who);
    agent.put("requestor", true);
    return agent;
  }

  static Map<String, Object> identifier(String system, String value) {
    Map<String, Object> identifier = new LinkedHashMap<>();
    identifier.put("system", system);
    identifier.put("value", value);
    return identifier;
  }

  private static Map<String, Object> agent(Code type) {
    Map<String, Object> agent = new LinkedHashMap<>();
    agent.put("type", type.concept());
    return agent;
  }
}
