package io.tidegate.dashboard.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dashboard.projection.Place.Partition;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PositionTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static List<Place> places(Random random) {
        var places = new ArrayList<Place>();
        for (int count = random.nextInt(40); count > 0; count--) {
            places.add(new Place(
                    new Partition(random.nextBoolean() ? "a-v1" : "eu-west-1.b-v1", random.nextInt(3)),
                    random.nextInt(1000)));
        }
        return places;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPositionReadsAsItWasWritten(long seed) {
        var position = Position.START.after(places(new Random(seed)));

        assertThat(Position.parse(position.text())).contains(position);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderInWhichPartitionsWereMetDoesNotMatter(long seed) {
        var random = new Random(seed);
        var places = places(random);
        var shuffled = new ArrayList<>(places);
        Collections.shuffle(shuffled, random);
        var position = Position.START;
        for (Place place : shuffled) {
            position = position.after(place);
        }

        assertThat(position).isEqualTo(Position.START.after(places));
        assertThat(places).allMatch(position::has);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twoPositionsTogetherCoverBothAndNothingMore(long seed) {
        var random = new Random(seed);
        var one = Position.START.after(places(random));
        var other = Position.START.after(places(random));

        var both = one.and(other);

        assertThat(both.covers(one)).isTrue();
        assertThat(both.covers(other)).isTrue();
        both.next().forEach((partition, next) -> assertThat(next).isIn(one.next(partition), other.next(partition)));
    }

    @Test
    void aPositionIsShortEnoughForAHeader() {
        var position = Position.START;
        for (String region : List.of("", "us-east-1.", "eu-west-1.", "ap-southeast-2.")) {
            for (int partition = 0; partition < 3; partition++) {
                position = position.after(
                        new Place(new Partition(region + "service-status-v1", partition), 9_999_999_999L));
            }
        }
        assertThat(position.text()).hasSizeLessThan(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "2", "1/", "1/a,", "1/a,0", "1/a,0:x", "1/a,0:1/b c,0:1", "1/a,0:-1"})
    void whatWasNotHandedOutIsNoPosition(String plain) {
        var text = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(Position.parse(text)).isEmpty();
    }

    @Test
    void whatIsNotBase64OrTooLongIsNoPosition() {
        assertThat(Position.parse("???")).isEmpty();
        assertThat(Position.parse("A".repeat(100_000))).isEmpty();
    }
}
