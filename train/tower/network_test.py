import unittest

import numpy as np

from network import UNITS, fit_networks, rounded


class Networks(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        random = np.random.default_rng(1)
        cls.x = (random.normal(size=(20480, 8)) * 5 + 3).astype(np.float16)
        # No threshold tells these apart.
        cls.generated = np.abs(cls.x[:, :2] - 3).max(1) > 5
        cls.network = fit_networks(cls.x, cls.generated, np.ones(20480), 2)

    def test_several_are_one_of_as_many_units(self) -> None:
        self.assertEqual(self.network.weights.shape, (2 * UNITS, 8))
        self.assertEqual(self.network.scores(self.x).shape, (20480,))

    def test_finds_what_a_regression_can_not(self) -> None:
        right = (self.network.scores(self.x) > 0) == self.generated
        self.assertGreater(right.mean(), 0.7)

    def test_eight_bits_change_little(self) -> None:
        scores = self.network.scores(self.x)
        off = np.abs(rounded(self.network)[0].scores(self.x) - scores).max()
        self.assertGreater(off, 0)
        self.assertLess(off, 0.05 * scores.std())


if __name__ == "__main__":
    unittest.main()
