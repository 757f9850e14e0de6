package gpcm.pds;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of asking PDS about an NHS number. Decided by status and code, never by the words of an
 * error.
 */
public sealed interface PdsAnswer {
  /**
   * There is such a record. It may be another number's: see {@link PdsPatient#nhsNumber()}.
   *
   * @param patient what it says
   */
  record Found(PdsPatient patient) implements PdsAnswer {}

  /** The number was never issued, or PDS does not have it (404 RESOURCE_NOT_FOUND). */
  record NotFound() implements PdsAnswer {}

  /** The number was withdrawn and nobody has it now (404 INVALIDATED_RESOURCE). */
  record Invalidated() implements PdsAnswer {}

  /** The number is none (400 INVALID_RESOURCE_ID). */
  record Malformed() implements PdsAnswer {}

  /**
   * Something about us is wrong: the request, the key, the approval. Asking again helps nobody
   * before a person has mended it.
   *
   * @param status of HTTP
   * @param why for an operator; holds nothing about a patient
   * @param everything whether every question is refused, and not perhaps this one alone
   */
  record Refused(int status, String why, boolean everything) implements PdsAnswer {}

  /**
   * PDS cannot be asked now: too fast, too busy, broken, or out of reach.
   *
   * @param why for an operator; holds nothing about a patient
   * @param after how long PDS wants to be left alone, if it says so
   */
  record Unavailable(String why, Optional<Duration> after) implements PdsAnswer {}
}
