package gpcm.message.coded;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.CarePlan;
import org.hl7.fhir.dstu3.model.CodeableConcept;
import org.hl7.fhir.dstu3.model.Consent;
import org.hl7.fhir.dstu3.model.Device;
import org.hl7.fhir.dstu3.model.DocumentReference;
import org.hl7.fhir.dstu3.model.Encounter;
import org.hl7.fhir.dstu3.model.ListResource;
import org.hl7.fhir.dstu3.model.Location;
import org.hl7.fhir.dstu3.model.PrimitiveType;
import org.hl7.fhir.dstu3.model.ProcedureRequest;
import org.hl7.fhir.dstu3.model.Property;
import org.hl7.fhir.dstu3.model.ReferralRequest;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.Task;

/** What resources say of what was asked for, agreed and planned, and of where and with what. */
final class RequestFacts {
  private RequestFacts() {}

  static Facts of(ReferralRequest referral) {
    Facts facts =
        new Facts()
            .at(referral.getOccurrence())
            .recorded(referral.getAuthoredOnElement())
            .status(referral.getStatusElement(), referral.getPriorityElement())
            .saidBy(referral.getRequester().getAgent());
    List<CodeableConcept> reasons = referral.getReasonCode();
    if (referral.hasType()) {
      facts.code(referral.getType()).details("Reason", reasons);
    } else if (!reasons.isEmpty()) {
      facts.code(reasons.getFirst()).details("Reason", reasons.subList(1, reasons.size()));
    }
    return facts
        .details("Service", referral.getServiceRequested())
        .detail("Specialty", referral.getSpecialty())
        .detail("What is asked for", referral.getDescriptionElement())
        .notes(referral.getNote());
  }

  static Facts of(ProcedureRequest request) {
    return new Facts()
        .code(request.getCode())
        .at(request.getOccurrence())
        .recorded(request.getAuthoredOnElement())
        .status(
            request.getStatusElement(), request.getIntentElement(), request.getPriorityElement())
        .saidBy(request.getRequester().getAgent())
        .details("Reason", request.getReasonCode())
        .details("Body site", request.getBodySite())
        .notes(request.getNote());
  }

  static Facts of(Task task) {
    return new Facts()
        .code(task.getCode())
        .at(task.getExecutionPeriod())
        .recorded(task.getAuthoredOnElement())
        .status(task.getStatusElement(), task.getPriorityElement())
        .saidBy(task.getRequester().getAgent())
        .detail("What is asked for", task.getDescriptionElement())
        .detail("Reason", task.getReason())
        .notes(task.getNote());
  }

  static Facts of(Consent consent) {
    Facts facts = new Facts();
    if (!consent.getCategory().isEmpty()) {
      facts.code(consent.getCategory().getFirst());
    }
    facts
        .at(consent.getPeriod())
        .recorded(consent.getDateTimeElement())
        .status(consent.getStatusElement())
        .details("Agreed to", consent.getAction())
        .detail("Policy rule", consent.getPolicyRuleElement());
    consent.getConsentingParty().forEach(facts::saidBy);
    consent.getPolicy().forEach(policy -> facts.detail("Policy", policy.getUriElement()));
    return facts;
  }

  static Facts of(CarePlan plan) {
    Facts facts =
        new Facts()
            .at(plan.getPeriod())
            .status(plan.getStatusElement(), plan.getIntentElement())
            .detail("Title", plan.getTitleElement())
            .detail("Description", plan.getDescriptionElement());
    if (!plan.getCategory().isEmpty()) {
      facts.code(plan.getCategory().getFirst());
    }
    plan.getAuthor().forEach(facts::saidBy);
    plan.getActivity()
        .forEach(
            activity ->
                facts
                    .detail("Activity", activity.getDetail().getCode())
                    .detail("Activity in words", activity.getDetail().getDescriptionElement()));
    return facts.notes(plan.getNote());
  }

  static Facts of(Encounter encounter) {
    Facts facts = new Facts().at(encounter.getPeriod()).status(encounter.getStatusElement());
    if (!encounter.getType().isEmpty()) {
      facts.code(encounter.getType().getFirst());
    } else if (encounter.hasClass_()) {
      facts.concept = Texts.coding(encounter.getClass_());
    }
    encounter.getParticipant().forEach(who -> facts.saidBy(who.getIndividual()));
    return facts
        .details("Reason", encounter.getReason())
        .detail("Priority", encounter.getPriority());
  }

  static Facts of(Location location) {
    Facts facts = new Facts().code(location.getType()).status(location.getStatusElement());
    facts.value = Texts.of(location.getNameElement());
    location.getIdentifier().forEach(each -> facts.detail("Site code", each));
    location
        .getTelecom()
        .forEach(each -> facts.detail("Telephone", Texts.of(each.getValueElement())));
    return facts.detail("Address", location.hasAddress() ? location.getAddress() : null);
  }

  static Facts of(Device device) {
    return new Facts()
        .code(device.getType())
        .status(device.getStatusElement())
        .detail("Model", device.getModelElement())
        .detail("Version", device.getVersionElement());
  }

  static Facts of(DocumentReference document) {
    Facts facts =
        new Facts()
            .code(document.getType())
            .at(document.getCreatedElement())
            .recorded(document.getIndexedElement())
            .status(document.getStatusElement())
            .detail("Description", document.getDescriptionElement());
    document.getAuthor().forEach(facts::saidBy);
    document
        .getContent()
        .forEach(
            content ->
                facts
                    .detail("Title", content.getAttachment().getTitleElement())
                    .detail("Type of file", content.getAttachment().getContentTypeElement())
                    .detail("Where it is", content.getAttachment().getUrlElement()));
    return facts;
  }

  static Facts of(ListResource list) {
    Facts facts =
        new Facts()
            .code(list.getCode())
            .at(list.getDateElement())
            .status(list.getStatusElement())
            .saidBy(list.getSource())
            .detail("Title", list.getTitleElement())
            .detail("Empty, because", list.getEmptyReason())
            .notes(list.getNote());
    int entries = list.getEntry().size();
    facts.value = entries == 1 ? "1 entry" : entries + " entries";
    return facts;
  }

  /** A type that has no reading of its own here: its code and status, where it has such. */
  static Facts of(Resource resource) {
    Facts facts = new Facts();
    for (String name : List.of("code", "type", "category")) {
      Optional<Base> found = first(resource, name);
      if (facts.concept.equals(CodedConcept.NONE)
          && found.orElse(null) instanceof CodeableConcept code) {
        facts.code(code);
      }
    }
    if (first(resource, "status").orElse(null) instanceof PrimitiveType<?> status) {
      facts.status(status);
    }
    for (String name : List.of("title", "name", "description")) {
      if (first(resource, name).orElse(null) instanceof PrimitiveType<?> words) {
        facts.detail(Character.toUpperCase(name.charAt(0)) + name.substring(1), words);
      }
    }
    return facts;
  }

  private static Optional<Base> first(Resource resource, String name) {
    Property property = resource.getNamedProperty(name);
    return property == null ? Optional.empty() : property.getValues().stream().findFirst();
  }
}
