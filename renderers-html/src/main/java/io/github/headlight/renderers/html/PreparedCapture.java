package io.github.headlight.renderers.html;

/**
 * A capture, surveyed and ready to be written.
 *
 * @param capture the matrices and tokens
 * @param survey what is in them
 * @param bands how probabilities are rounded
 * @param findings what to say first
 * @param chunks which matrices are written in full
 */
record PreparedCapture(
        PageCapture capture, Survey survey, Bands bands, Findings findings, Chunks chunks) {

    /**
     * Looks a capture over.
     *
     * @param capture what to write
     * @param budget characters that the matrices of a long capture may take
     */
    static PreparedCapture of(PageCapture capture, long budget) {
        Survey survey = Survey.of(capture);
        long cells = HeadCodec.size(capture.rows(), capture.columns(), survey.causal());
        Bands bands = Bands.forCells(cells * capture.matrices().slots());
        Findings findings = Findings.of(capture, survey, bands);
        int first = capture.slot(findings.layer(), findings.head());
        Chunks chunks = new Chunks(capture, bands, survey, first, budget);
        return new PreparedCapture(capture, survey, bands, findings, chunks);
    }
}
