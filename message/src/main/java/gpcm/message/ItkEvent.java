package gpcm.message;

import java.util.Arrays;
import java.util.Optional;

/**
 * The events of ITK3 messages, as of the code system ITK-MessageEvent-2 2.8.0: what kind of message
 * it is.
 */
public enum ItkEvent {
  DISCHARGE("ITK003D", "ITK eDischarge"),
  MENTAL_HEALTH_DISCHARGE("ITK004D", "ITK Mental Health eDischarge"),
  EMERGENCY_CARE_DISCHARGE("ITK005D", "ITK Emergency Care eDischarge"),
  OUTPATIENT_LETTER("ITK006D", "ITK Outpatient Letter"),
  SEND_DOCUMENT("ITK007C", "ITK GP Connect Send Document"),
  RESPONSE("ITK008M", "ITK Response"),
  IMMUNIZATION_DOCUMENT("ITK009D", "ITK Digital Medicine Immunization Document"),
  EMERGENCY_SUPPLY_DOCUMENT("ITK010D", "ITK Digital Medicine Emergency Supply Document"),
  EVENTS_MANAGEMENT("ITK011M", "ITK Events Management Service"),
  PATHOLOGY("ITK012M", "ITK National Pathology"),
  MINOR_ILLNESS_DOCUMENT("ITK013D", "ITK Digital Medicine Minor Illness Document"),
  UPDATE_RECORD("ITK014M", "ITK Update Record");

  private final String code;
  private final String display;

  ItkEvent(String code, String display) {
    this.code = code;
    this.display = display;
  }

  /** Such as {@code ITK007C}. */
  public String code() {
    return code;
  }

  /** The text of the code system. */
  public String display() {
    return display;
  }

  /** What a message of this kind is called, such as {@code Update Record}. */
  public String kind() {
    return display.substring("ITK ".length());
  }

  /** The event with this code; empty for one this list does not know. */
  public static Optional<ItkEvent> of(String code) {
    return Arrays.stream(values()).filter(event -> event.code.equals(code)).findFirst();
  }
}
