package gpcm.node.working;

import java.time.Instant;

/**
 * Who changed something that an organisation sets about its work.
 *
 * @param why in their words
 * @param before what was set, in words
 * @param after what is set since
 */
public record SettingChange(Instant at, String who, String why, String before, String after) {}
