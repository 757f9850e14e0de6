package gpcm.addressing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.consultation.Document;
import gpcm.consultation.OdsCode;
import gpcm.mesh.DateOrder;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshText;
import gpcm.mesh.OutgoingMessage;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.UseCase;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What MESH is told of a message follows from the message itself. */
class MeshEnvelopeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "consultation-summary.json",
        "online-consultation.json",
        "online-consultation-escalated.json",
        "online-consultation-coded.json",
        "online-consultation-pharmacy.json",
        "generic.json"
      })
  void subject_is_the_one_its_use_case_prescribes(String example) {
    Document document = Messages.example(example);
    SendDocument message = Messages.message(document);
    UseCase useCase = message.useCase().orElseThrow();
    assertThat(MeshEnvelope.of(message, Recipient.mailbox("GPBOX001")).subject())
        .isEqualTo(
            MeshText.subject(
                useCase.subjectLine(UseCase.Subject.of(document), document.confidential())));
  }

  @Test
  void subject_of_a_confidential_consultation_names_no_organisation() {
    Document document = Messages.confidentialSummary();
    MeshEnvelope envelope =
        MeshEnvelope.of(Messages.message(document), Recipient.registeredPractice());
    assertThat(envelope.subject())
        .startsWith("Consultation report for Alpha Example Testpatient")
        .endsWith(", Version 1")
        .doesNotContain("Sampleton")
        .doesNotContain("A99901");
  }

  @Test
  void consultation_summary_goes_to_the_practice_that_mesh_finds() {
    SendDocument message = Messages.message(Messages.summaryOf("Testpatient"));
    MeshEnvelope envelope = MeshEnvelope.of(message, Recipient.registeredPractice());
    assertThat(envelope.address()).isEqualTo("GPPROVIDER_9990000018_19570109_Testpatient");
    assertThat(envelope.workflowId()).isEqualTo("GPFED_CONSULT_REPORT");
    assertThat(envelope.localId()).isEqualTo("A99901");
    assertThat(envelope.fileName()).isEqualTo(message.messageId().orElseThrow() + ".xml");
    OutgoingMessage outgoing = envelope.around(MeshBody.of(new byte[1]));
    assertThat(outgoing.labels().sharedLocalId()).isTrue();
    assertThat(outgoing.form().contentType()).isEqualTo("application/xml");
    assertThat(envelope.toString()).doesNotContain("Testpatient").doesNotContain("9990000018");
  }

  @Test
  void date_of_birth_is_written_in_the_order_asked_for() {
    SendDocument message = Messages.message(Messages.summaryOf("Testpatient"));
    assertThat(
            MeshEnvelope.of(message, new Recipient.RegisteredPractice(DateOrder.DAY_FIRST))
                .address())
        .isEqualTo("GPPROVIDER_9990000018_09011957_Testpatient");
  }

  @Test
  void response_goes_to_its_mailbox_on_the_acknowledgement_workflow() {
    ItkResponse response =
        ItkResponse.to(Messages.message(Messages.summaryOf("Testpatient")))
            .code(ResponseCode.SUCCESS)
            .from(new OdsCode("A99902"), new MailboxId("GPBOX001"))
            .build(Messages.CLOCK, UUID::randomUUID);
    MeshEnvelope envelope = MeshEnvelope.of(response, Messages.HUB);
    assertThat(envelope.address()).isEqualTo("HUBBOX01");
    assertThat(envelope.workflowId()).isEqualTo("GPFED_CONSULT_REPORT_ACK");
    assertThat(envelope.localId()).isEqualTo("A99902");
    assertThat(envelope.subject()).isEqualTo("ITK3 response 20013");
  }

  @ParameterizedTest
  @ValueSource(strings = {"测试", "Иванова", "Παπαδοπούλου", "O?测"})
  void surname_that_has_no_latin_letters_is_refused_by_its_element(String surname) {
    Document document = Messages.summaryOf(surname);
    assertThatThrownBy(
            () -> MeshEnvelope.of(Messages.message(document), Recipient.registeredPractice()))
        .isInstanceOfSatisfying(
            UnaddressableException.class,
            refused -> assertThat(refused.element()).isEqualTo("Patient.name.family"))
        .hasMessageContaining("Latin letters")
        .hasMessageContaining("Personal Demographics Service")
        .hasMessageNotContaining(surname);
    assertThatThrownBy(
            () -> MeshEnvelope.registeredPractice(document.patient(), DateOrder.YEAR_FIRST))
        .isInstanceOf(UnaddressableException.class);
    assertThat(MeshEnvelope.of(Messages.message(document), Recipient.mailbox("GPBOX001")).subject())
        .as("to a known mailbox it can go all the same")
        .contains("?");
  }

  @Test
  void surname_too_long_for_mesh_is_refused() {
    Document document = Messages.summaryOf("T".repeat(90));
    assertThatThrownBy(
            () -> MeshEnvelope.of(Messages.message(document), Recipient.registeredPractice()))
        .isInstanceOf(UnaddressableException.class)
        .hasMessageContaining("100 characters");
  }
}
