package gpcm.consultation;

import java.math.BigDecimal;
import java.util.Optional;

/** One answer to a question. Immutable; its content never reaches {@code toString}. */
public sealed interface QuestionAnswer {
  /**
   * Words.
   *
   * @param text what was typed, with its line breaks
   */
  record TextAnswer(String text) implements QuestionAnswer {
    /**
     * @throws InvalidValueException when the text is blank or longer than a million characters
     */
    public TextAnswer {
      CheckedText.note("Answer", text);
    }

    @Override
    public String toString() {
      return "TextAnswer[masked]";
    }
  }

  /**
   * A choice with a code behind it.
   *
   * @param code the term chosen and its code
   */
  record CodedAnswer(ClinicalCode code) implements QuestionAnswer {
    @Override
    public String toString() {
      return "CodedAnswer[masked]";
    }
  }

  /**
   * A number.
   *
   * @param quantity the number, with the decimal places it was given with
   * @param unit its unit, absent for a bare number
   */
  record ValueAnswer(BigDecimal quantity, Optional<String> unit) implements QuestionAnswer {
    /**
     * @throws InvalidValueException when the number is too long, or the unit blank
     */
    public ValueAnswer {
      CheckedText.quantity(quantity);
      unit.ifPresent(words -> CheckedText.line("Unit", words));
    }

    @Override
    public String toString() {
      return "ValueAnswer[masked]";
    }
  }

  /**
   * A picture, which travels as an attachment.
   *
   * @param file the attachment's file name
   * @param description what the picture shows, for those who can't see it
   */
  record PictureAnswer(String file, String description) implements QuestionAnswer {
    /**
     * @throws InvalidValueException when the name is no plain file name, or there is no description
     */
    public PictureAnswer {
      DeclaredAttachment.file(file);
      CheckedText.line("Description", description);
    }

    @Override
    public String toString() {
      return "PictureAnswer[masked]";
    }
  }
}
