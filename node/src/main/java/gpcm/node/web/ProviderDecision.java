package gpcm.node.web;

import gpcm.message.ResponseCode;
import java.util.Arrays;
import java.util.List;

/**
 * What a provider may answer to an online consultation: the closed set of business codes 30001 to
 * 30018, each an action of a person, with the words of its button.
 */
enum ProviderDecision {
  ACCEPT(ResponseCode.REFERRAL_ACCEPTED, "Accept the referral"),
  DECLINE(ResponseCode.REFERRAL_REJECTED, "Decline the referral"),
  ESCALATE(ResponseCode.REFERRAL_ESCALATED, "Escalate to the practice"),
  SIGNPOST_PRACTICE(ResponseCode.SIGNPOSTED_TO_GP, "Point the patient to the practice, not urgent"),
  URGENT_CARE(
      ResponseCode.ESCALATED_TO_URGENT_CARE,
      "Refer to 111, an urgent treatment centre or the GP out of hours"),
  EMERGENCY(ResponseCode.ESCALATED_TO_EMERGENCY, "Refer to A&E or 999"),
  ADVISE(ResponseCode.ADVISED_ELSEWHERE, "Advise to go elsewhere or self-refer"),
  NOT_REACHED(
      ResponseCode.PATIENT_NOT_CONTACTABLE, "Patient not reached in at least three attempts"),
  DID_NOT_ATTEND(ResponseCode.DID_NOT_ATTEND, "Patient did not attend or did not answer"),
  NOT_NEEDED(ResponseCode.CLOSED_NOT_NEEDED, "Close: the patient no longer needs the service"),
  NOT_ACCEPTED(ResponseCode.CLOSED_NOT_ACCEPTED, "Close: the patient does not accept the service"),
  DUPLICATE(ResponseCode.CLOSED_DUPLICATE, "Close: duplicate referral"),
  OPEN(ResponseCode.REFERRAL_OPEN, "Keep the referral open"),
  COMPLETE(ResponseCode.REFERRAL_COMPLETED, "Referral completed"),
  KNOWN(ResponseCode.PATIENT_KNOWN, "Patient known here"),
  UNKNOWN(ResponseCode.PATIENT_UNKNOWN, "Patient not known here"),
  LEFT(ResponseCode.PATIENT_NO_LONGER_HERE, "Patient no longer here"),
  DECEASED(ResponseCode.PATIENT_RECENTLY_DECEASED, "Patient known here and recently deceased");

  private final ResponseCode code;
  private final String words;

  ProviderDecision(ResponseCode code, String words) {
    this.code = code;
    this.words = words;
  }

  ResponseCode code() {
    return code;
  }

  String words() {
    return words;
  }

  /** What stands beside its button. */
  String hint() {
    return this == ESCALATE
        ? code.code() + ": the consultation goes to the practice, for action"
        : code.code();
  }

  /** In the order in which people are offered them. */
  static List<ProviderDecision> all() {
    return List.of(values());
  }

  static ProviderDecision of(DecisionBody body) {
    String given = body.text("code").orElse("");
    return Arrays.stream(values())
        .filter(each -> each.code.code().equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                DecisionBody.refused(
                    "/code",
                    "must be a business code from 30001 to 30018",
                    "choose what the provider does",
                    "Choose what happens with the patient."));
  }
}
