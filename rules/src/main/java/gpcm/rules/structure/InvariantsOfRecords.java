package gpcm.rules.structure;

import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.AllergyIntolerance;
import org.hl7.fhir.dstu3.model.AllergyIntolerance.AllergyIntoleranceVerificationStatus;
import org.hl7.fhir.dstu3.model.BooleanType;
import org.hl7.fhir.dstu3.model.Composition;
import org.hl7.fhir.dstu3.model.Condition;
import org.hl7.fhir.dstu3.model.Condition.ConditionClinicalStatus;
import org.hl7.fhir.dstu3.model.Condition.ConditionVerificationStatus;
import org.hl7.fhir.dstu3.model.FamilyMemberHistory;
import org.hl7.fhir.dstu3.model.ListResource;
import org.hl7.fhir.dstu3.model.Observation;

/** What FHIR STU3 asks of the entries of a record, and of what lists them. */
final class InvariantsOfRecords {
  private static final Set<ConditionClinicalStatus> OVER =
      Set.of(
          ConditionClinicalStatus.INACTIVE,
          ConditionClinicalStatus.RESOLVED,
          ConditionClinicalStatus.REMISSION);

  private InvariantsOfRecords() {}

  static Stream<Invariant> all() {
    return Stream.of(conditions(), allergies(), observations(), families(), lists())
        .flatMap(each -> each);
  }

  private static Stream<Invariant> conditions() {
    return Stream.of(
        Invariant.of(
            "con-1",
            "Condition.stage",
            Condition.ConditionStageComponent.class,
            "a summary or an assessment of a stage",
            stage -> stage.hasSummary() || stage.hasAssessment()),
        Invariant.of(
            "con-2",
            "Condition.evidence",
            Condition.ConditionEvidenceComponent.class,
            "a code or a detail of evidence",
            evidence -> evidence.hasCode() || evidence.hasDetail()),
        Invariant.of(
                "con-3",
                "Condition",
                Condition.class,
                "a clinicalStatus, unless the condition was entered in error",
                condition ->
                    condition.hasClinicalStatus()
                        || condition.getVerificationStatus()
                            == ConditionVerificationStatus.ENTEREDINERROR)
            .at("clinicalStatus"),
        Invariant.of(
                "con-4",
                "Condition",
                Condition.class,
                "a clinicalStatus of inactive, resolved or remission where there is an abatement",
                condition ->
                    !condition.hasAbatement()
                        || (condition.getAbatement() instanceof BooleanType abated
                            && !InvariantsOfCare.isTrue(abated))
                        || (condition.getClinicalStatus() != null
                            && OVER.contains(condition.getClinicalStatus())))
            .at("clinicalStatus"));
  }

  private static Stream<Invariant> allergies() {
    return Stream.of(
        Invariant.of(
                "ait-1",
                "AllergyIntolerance",
                AllergyIntolerance.class,
                "a clinicalStatus, unless the allergy was entered in error",
                allergy -> allergy.hasClinicalStatus() || inError(allergy))
            .at("clinicalStatus"),
        Invariant.of(
                "ait-2",
                "AllergyIntolerance",
                AllergyIntolerance.class,
                "no clinicalStatus of an allergy that was entered in error",
                allergy -> !allergy.hasClinicalStatus() || !inError(allergy))
            .at("clinicalStatus"));
  }

  private static boolean inError(AllergyIntolerance allergy) {
    return allergy.getVerificationStatus() == AllergyIntoleranceVerificationStatus.ENTEREDINERROR;
  }

  private static Stream<Invariant> observations() {
    return Stream.of(
        Invariant.of(
            "obs-3",
            "Observation.referenceRange",
            Observation.ObservationReferenceRangeComponent.class,
            "a low, a high or a text of a reference range",
            range -> range.hasLow() || range.hasHigh() || range.hasText()),
        Invariant.of(
                "obs-6",
                "Observation",
                Observation.class,
                "either a value or a dataAbsentReason",
                observation -> !observation.hasDataAbsentReason() || !observation.hasValue())
            .at("dataAbsentReason"),
        Invariant.of(
                "obs-7",
                "Observation",
                Observation.class,
                "no value where a component has the code of the observation",
                observation ->
                    !observation.hasValue()
                        || !observation.hasCode()
                        || observation.getComponent().stream()
                            .noneMatch(part -> observation.getCode().equalsDeep(part.getCode())))
            .at("value"));
  }

  private static Stream<Invariant> families() {
    return Stream.of(
        Invariant.of(
                "fhs-1",
                "FamilyMemberHistory",
                FamilyMemberHistory.class,
                "either an age or a birth of a relative",
                history -> !history.hasAge() || !history.hasBorn())
            .at("born"),
        Invariant.of(
                "fhs-2",
                "FamilyMemberHistory",
                FamilyMemberHistory.class,
                "an age where there is an estimatedAge",
                history -> history.hasAge() || !history.hasEstimatedAge())
            .at("estimatedAge"),
        Invariant.of(
                "fhs-3",
                "FamilyMemberHistory",
                FamilyMemberHistory.class,
                "notDone of true where there is a notDoneReason",
                history ->
                    !history.hasNotDoneReason()
                        || (history.hasNotDone()
                            && InvariantsOfCare.isTrue(history.getNotDoneElement())))
            .at("notDoneReason"));
  }

  private static Stream<Invariant> lists() {
    return Stream.of(
        Invariant.of(
                "lst-1",
                "List",
                ListResource.class,
                "an emptyReason only in an empty list",
                list -> !list.hasEmptyReason() || !list.hasEntry())
            .at("emptyReason"),
        Invariant.of(
            "lst-2",
            "List",
            ListResource.class,
            "deleted entries only in a list of changes",
            list ->
                list.getMode() == ListResource.ListMode.CHANGES
                    || list.getEntry().stream().noneMatch(entry -> entry.hasDeleted())),
        Invariant.of(
            "cmp-1",
            "Composition.section",
            Composition.SectionComponent.class,
            "a text, an entry or a section in a section",
            section -> section.hasText() || section.hasEntry() || section.hasSection()),
        Invariant.of(
            "cmp-2",
            "Composition.section",
            Composition.SectionComponent.class,
            "an emptyReason only in an empty section",
            section -> !section.hasEmptyReason() || !section.hasEntry()));
  }
}
