package gpcm.rules.catalogue;

import gpcm.rules.Rule;
import java.util.List;

/** Task and Consent. */
final class TaskRules {
  private TaskRules() {}

  static void add(List<Rule> rules) {
    task(PartRules.each(rules, "Task"));
    consent(PartRules.each(rules, "Consent"));
  }

  private static void task(PartRules task) {
    task.must("OC-115 GE-115", "status").is("requested");
    task.should("OC-116 GE-116", "statusReason").coded();
    task.must("OC-117 GE-117", "intent").is("proposal", "plan", "order");
    // FHIR STU3 calls the normal priority "routine"; the requirement says "normal", which is no
    // code of STU3.
    task.should("OC-118 GE-118", "priority").is("normal", "routine", "urgent", "asap", "stat");
    task.should("OC-119 GE-119", "code").coded();
    task.should("OC-120 GE-120", "for").patient();
    task.should("OC-121 GE-121", "context").references("Encounter");
    task.should("OC-122 GE-122", "requester/agent").profiled(ReferralRules.PEOPLE);
    task.should("OC-123 GE-123", "owner").references(ReferralRules.PEOPLE);
    task.should("OC-124 GE-124", "reason").codedOrText();
    task.should("OC-125 GE-125", "note").present();
    task.should("OC-126 GE-126", "restriction/recipient").resolvesIfPresent();
    task.should("OC-127 GE-127", "input.value").present();
    task.should("OC-128 GE-128", "output.value").present();
  }

  private static void consent(PartRules consent) {
    consent.must("OC-129 GE-129", "status").is("proposed", "active", "rejected");
    consent.should("OC-130 GE-130", "category").codedOrText();
    consent.must("OC-131 GE-131", "patient").patient();
    consent.should("OC-132 GE-132", "period").present();
    consent
        .should("OC-133 GE-133", "consentingParty")
        .references("Organization", "Patient", "Practitioner", "RelatedPerson");
    consent.should("OC-134 GE-134", "action").codedOrText();
    consent.should("OC-135 GE-135", "source").present();
    consent.should("OC-135 GE-135", "source").resolvesIfPresent();
    consent.should("OC-136 GE-136", "policy").present();
    consent.should("OC-137 GE-137", "purpose").present();
    consent.should("OC-138 GE-138", "dataPeriod").present();
    consent.should("OC-139 GE-139", "data").present();
    consent.should("OC-140 GE-140", "except.type").present();
  }
}
