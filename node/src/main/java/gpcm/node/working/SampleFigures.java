package gpcm.node.working;

/**
 * The second looks at what a person has completed in the last 30 days.
 *
 * @param completed how often they completed a document
 * @param drawn how many of these were drawn for a second look
 * @param looked how many of these have a result
 * @param otherwise how many of those were completed with another outcome afterwards
 */
public record SampleFigures(Named person, int completed, int drawn, int looked, int otherwise) {}
