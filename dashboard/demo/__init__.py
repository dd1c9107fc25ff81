"""The simulated city: believable cases of Zhengzhou, the same for one seed, minute by minute or all at once.

Everything it makes is simulated (模拟数据); rates are calibrated to figures that the city has published.
"""

from dashboard.demo.building import DemoBuilt, build_demo, fill
from dashboard.demo.generating import generate
from dashboard.demo.simulation import SEED, Simulation
from dashboard.demo.table import SOURCE

__all__ = ["SEED", "SOURCE", "DemoBuilt", "Simulation", "build_demo", "fill", "generate"]
