package gpcm.consultation.json;

import gpcm.consultation.Circumstances;
import gpcm.consultation.Document;

/**
 * A consultation as the system that recorded it tells of it.
 *
 * @param document what is to be sent; of version 1 where the system does not number its reports
 * @param numbered whether the system gave the version itself
 * @param circumstances what else it says about it
 */
public record RecordedConsultation(
    Document document, boolean numbered, Circumstances circumstances) {}
